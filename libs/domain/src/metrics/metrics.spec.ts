import { foldMetricValues } from './fold-metric-values';
import { MetricNotFound } from './metric-definition';
import { GranularityUnknown, MetricQuestion, QuestionTooExpensive } from './metric-question';
import { metricValuesStatement, watermarkStatement } from './metric-values.sql';

const ask = {
  metric: 'game_page_views',
  periodStart: '2026-11-01',
  periodEnd: '2026-11-04',
  timezone: 'Europe/Moscow',
};

describe('a question to a metric', () => {
  it('is by day of Moscow when nothing else is said', () => {
    const question = MetricQuestion.of({ ...ask, timezone: undefined } as never);
    expect(question.granularity).toBe('day');
    expect(question.zone.name).toBe('Europe/Moscow');
    expect(question.buckets).toHaveLength(3);
  });

  it.each([
    [{ metric: "x'); DROP TABLE events--" }, MetricNotFound],
    [{ granularity: 'fortnight' }, GranularityUnknown],
    [{ granularity: 'hour', periodEnd: '2026-12-04' }, QuestionTooExpensive],
    [{ periodEnd: '2027-11-04' }, QuestionTooExpensive],
  ])('cannot be %j', (change, problem) => {
    expect(() => MetricQuestion.of({ ...ask, ...change })).toThrow(problem);
  });
});

describe('the statement of a count', () => {
  it('counts identities, by bound buckets, within the half-open period', () => {
    const built = metricValuesStatement(MetricQuestion.of(ask));
    expect(built.text).toMatchInlineSnapshot(`
      "SELECT roundDown(toUnixTimestamp64Milli(effective_at), {p1:Array(Int64)}) AS bucket_ms, grouping(bucket_ms) AS is_total,
              uniqExact(source, id) AS value
            FROM events
            WHERE event_type = {p2:String}
              AND effective_at >= {p3:DateTime64(3, 'UTC')}
              AND effective_at < {p4:DateTime64(3, 'UTC')}
            GROUP BY GROUPING SETS ((bucket_ms), ())
            ORDER BY is_total, bucket_ms"
    `);
    expect(built.params).toEqual({
      p1: [1793480400000n, 1793566800000n, 1793653200000n],
      p2: 'com.platform.catalog.game.viewed.v1',
      p3: '2026-10-31 21:00:00.000',
      p4: '2026-11-03 21:00:00.000',
    });
  });

  it('asks for the watermark apart', () => {
    expect(watermarkStatement().text).toMatchInlineSnapshot(
      `"SELECT toUnixTimestamp64Milli(maxOrNull(received_at)) AS watermark_ms FROM events"`,
    );
  });
});

describe('the fold of a count', () => {
  const question = MetricQuestion.of(ask);
  const [first, second] = question.buckets.map((start) => String(start.getTime()));

  it('gives empty buckets a zero and takes the total from its own row', () => {
    const rows = [
      { bucket_ms: '0', is_total: 1, value: '7' },
      { bucket_ms: first!, is_total: 0, value: '4' },
      { bucket_ms: second!, is_total: 0, value: '3' },
    ];
    const values = foldMetricValues(question, rows, [{ watermark_ms: null }]);
    expect(values.points.map((point) => point.value)).toEqual([4, 3, 0]);
    expect(values.total).toBe(7);
    expect(values.watermark).toBeNull();
  });

  it('calls a bucket complete once the watermark has passed its end', () => {
    const values = foldMetricValues(question, [], [{ watermark_ms: second! }]);
    expect(values.points.map((point) => point.complete)).toEqual([true, false, false]);
  });
});
