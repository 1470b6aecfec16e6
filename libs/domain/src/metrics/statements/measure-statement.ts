import type { SqlFragment } from '../../sql/sql';
import { type Statement, statement, type StatementLimits } from '../../sql/statement';
import type { MeasureKind, MeasureOf } from '../definitions/measure';
import type { MetricPlan } from '../plan/metric-plan';
import { eventsSql } from './events.sql';
import { newcomersSql } from './newcomers.sql';
import type { ValueRow } from './parts.sql';
import { peopleDaysSql, peopleDaysWindowSql, peopleSql, peopleWindowSql } from './people.sql';
import { downloadsSql, rejectionsSql, servicesSql } from './platform.sql';
import { concurrentPlayersSql, gameSessionsSql, playtimeSql } from './play.sql';
import { ordersSql, payersSql, salesSql } from './sales.sql';
import { conversionSql, outstandingWishesSql, storeSessionsSql, wishesSql } from './store.sql';

/** What one statement of a metric may cost the server. */
export const METRIC_LIMITS: StatementLimits = {
  maxRows: 100_000,
  maxSeconds: 10,
  maxMemoryBytes: 2_000_000_000,
  maxRowsToRead: 1_000_000_000,
};

type Compilers = { readonly [K in MeasureKind]: (plan: MetricPlan, measure: MeasureOf<K>) => SqlFragment };

const COMPILERS: Compilers = {
  events: eventsSql,
  people: (plan, { activity }) => peopleSql(plan, activity),
  'people-window': (plan, { window, activity }) => peopleWindowSql(plan, window, activity),
  'people-days': (plan, { activity }) => peopleDaysSql(plan, activity),
  'people-days-window': peopleDaysWindowSql,
  newcomers: newcomersSql,
  sales: (plan, { sum }) => salesSql(plan, sum),
  orders: ordersSql,
  payers: payersSql,
  'game-sessions': (plan, { what }) => gameSessionsSql(plan, what),
  playtime: playtimeSql,
  'concurrent-players': concurrentPlayersSql,
  'store-sessions': storeSessionsSql,
  wishes: (plan, { effect }) => wishesSql(plan, effect),
  'outstanding-wishes': outstandingWishesSql,
  conversion: (plan, { from, part }) => conversionSql(plan, from, part),
  downloads: (plan, { part }) => downloadsSql(plan, part),
  rejections: rejectionsSql,
  services: (plan, { what }) => servicesSql(plan, what),
};

/** The statement that reads one measure: a value for each bucket and one over the period, by the plan's dimensions. */
export function measureStatement<K extends MeasureKind>(plan: MetricPlan, measure: MeasureOf<K>): Statement<ValueRow> {
  const compile = COMPILERS[measure.of as K];
  return statement({ name: `metric-${measure.of}`, limits: METRIC_LIMITS, query: compile(plan, measure) });
}
