import type { Period } from '../../time/period';
import type { TimeZone } from '../../time/time-zone';
import { type Column, columnOf, type Dimension } from '../question/dimensions';
import type { Filter } from '../question/filter';
import type { Basis, MetricQuestion } from '../question/metric-question';
import { asksAboutGames, assertInScope, type Scope } from './scope';

const HOUR_MS = 3_600_000;

/** How a question is answered: about which stretch of time, from which tables, within which scope, as of when. */
export interface MetricPlan {
  readonly period: Period;
  readonly zone: TimeZone;
  /** Where the buckets begin; the last one ends with the period. */
  readonly starts: readonly Date[];
  readonly dimensions: readonly Dimension[];
  readonly filters: readonly Filter[];
  readonly scope: Scope;
  readonly basis: Basis;
  /** Data is complete through here; null while there is none. */
  readonly watermark: Date | null;
  /** Every bound lies on a whole hour of UTC, so that the hourly marts can be cut there. */
  readonly wholeHours: boolean;
  readonly byGames: boolean;
  /** The number above all groups is read with them: rows without dimensions. */
  readonly withOverall: boolean;
  /** A number that is nearly right will do, where it is cheaper. */
  readonly approximate: boolean;
}

export function planOf(question: MetricQuestion, scope: Scope, watermark: Date | null): MetricPlan {
  assertInScope(question, scope);
  const { period, zone, buckets: starts, dimensions, filters, basis, approximate } = question;
  const wholeHours = areWholeHours([...starts, period.until]);
  const byGames = asksAboutGames(question, scope);
  const how = { basis, watermark, wholeHours, byGames, withOverall: false, approximate };
  return { period, zone, starts, dimensions, filters, scope, ...how };
}

/** The whole period as one bucket, not broken down: the number above all series. */
export function overallPlan(plan: MetricPlan): MetricPlan {
  const byGames = asksAboutGames({ dimensions: [], filters: plan.filters }, plan.scope);
  return { ...plan, dimensions: [], starts: [plan.period.from], byGames };
}

/** What decides from which columns an answer is made. */
export type Asked = Pick<MetricPlan, 'dimensions' | 'filters' | 'scope'>;

/** Whether nothing is broken down, filtered or bounded by anything but these columns; a scope is one by games. */
export const asksOnlyBy = ({ dimensions, filters, scope }: Asked, columns: readonly Column[]): boolean =>
  (scope.kind === 'everything' || columns.includes('game_id')) &&
  [...dimensions, ...filters.map(({ dimension }) => dimension)].every((asked) => columns.includes(columnOf(asked)));

export const endsOf = (plan: MetricPlan): readonly Date[] => [...plan.starts.slice(1), plan.period.until];

export const areWholeHours = (instants: readonly Date[]): boolean =>
  instants.every((instant) => instant.getTime() % HOUR_MS === 0);
