import {
  EVERYTHING,
  excludedStatement,
  METRICS,
  MetricQuestion,
  metricStatements,
  type MetricStatements,
  ownGamesStatement,
  planOf,
  watermarkStatement,
} from '@analytics/domain';
import { explain } from '@analytics/infra-clickhouse';
import { filledWarehouse, type FilledWarehouse } from './filled-warehouse.fixture';

const GAMES = { kind: 'games', developerId: 'd', gameIds: ['g'] } as const;
const WATERMARK = new Date('2026-11-05T00:00:00Z');

describe('the statements of metrics', () => {
  let warehouse: FilledWarehouse;

  beforeAll(async () => {
    warehouse = await filledWarehouse('query-statements', []);
  });
  afterAll(() => warehouse.dispose());

  const all = ({ numerator, denominator, overall }: MetricStatements): MetricStatements['numerator'][] => [
    numerator,
    ...(denominator === undefined ? [] : [denominator]),
    ...(overall === undefined ? [] : all(overall)),
  ];

  it.each(METRICS.map(({ name, dimensions }) => [name, dimensions] as const))(
    'of %s are understood by the migrated engine, by each dimension, from marts and from facts',
    async (metric, dimensions) => {
      const period = { periodStart: '2026-11-01', periodEnd: '2026-11-08' };
      for (const by of [undefined, ...dimensions, dimensions.slice(0, 5).join(',')]) {
        for (const timezone of by === undefined || by.includes(',') ? ['UTC', 'Asia/Kolkata'] : ['UTC']) {
          const filters =
            by === undefined || by.includes(',')
              ? undefined
              : JSON.stringify([{ dimension: by, op: 'neq', values: ['x'] }]);
          const question = MetricQuestion.of({
            metric,
            ...period,
            timezone,
            dimensions: by,
            filters,
            basis: 'purchase_date',
          });
          const plan = planOf(question, EVERYTHING, WATERMARK);
          for (const statement of all(metricStatements(question.metric, plan))) {
            expect(await explain(warehouse.config, statement)).not.toEqual([]);
          }
        }
      }
    },
  );

  it('of what stands beside the values are understood', async () => {
    const question = MetricQuestion.of({ metric: 'dau', periodStart: '2026-11-01', periodEnd: '2026-11-08' });
    const statements = [
      watermarkStatement(),
      ownGamesStatement('d'),
      excludedStatement(planOf(question, EVERYTHING, null)),
      excludedStatement(planOf(question, GAMES, null)),
    ];
    for (const statement of statements) expect(await explain(warehouse.config, statement)).not.toEqual([]);
  });
});
