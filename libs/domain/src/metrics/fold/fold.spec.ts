import { MetricQuestion } from '../question/metric-question';
import type { ValueRow } from '../statements/parts.sql';
import { foldMetricValues } from './fold-metric-values';
import { OTHER } from './metric-values';

const questionOf = (metric: string, change: object = {}) =>
  MetricQuestion.of({ metric, periodStart: '2026-11-01', periodEnd: '2026-11-03', timezone: 'UTC', ...change });
const DAY = Date.UTC(2026, 10, 1);
const at = (day: number, value: number | null, ...dims: string[]): ValueRow => ({
  dims,
  bucket_ms: String(DAY + day * 86_400_000),
  is_total: 0,
  value: value === null ? null : String(value),
});
const total = (value: number | null, ...dims: string[]): ValueRow => ({
  ...at(0, value, ...dims),
  bucket_ms: '0',
  is_total: 1,
});
const known = { watermark: new Date('2026-11-02T06:00:00Z'), excluded: { bots: '3', staff: '1' } };

describe('the answer', () => {
  it('has a zero for buckets without data and its total from a row of its own', () => {
    const values = foldMetricValues({
      question: questionOf('dau'),
      rows: { numerator: [at(1, 4), total(4)] },
      ...known,
    });
    expect(values.series).toEqual([
      {
        dims: [],
        points: [
          { start: new Date(DAY), value: 0, complete: true },
          { start: new Date(DAY + 86_400_000), value: 4, complete: false },
        ],
        total: { value: 4 },
      },
    ]);
    expect(values).toMatchObject({ total: { value: 4 }, truncated: false, excluded: { bots: 3, staff: 1 } });
  });

  it('of money is in roubles, exact to two places', () => {
    const rows = { numerator: [at(0, 1_234_567_890_109), total(-5)] };
    const { series } = foldMetricValues({ question: questionOf('net_revenue'), rows, ...known });
    expect(series[0]!.points.map(({ value }) => value)).toEqual([12_345_678_901.09, 0]);
    expect(series[0]!.total.value).toBe(-0.05);
  });

  it('of a ratio is null without a denominator and tells both of its parts', () => {
    const rows = { numerator: [at(0, 500), at(1, 100), total(600)], denominator: [at(0, 2), total(3)] };
    const { series } = foldMetricValues({ question: questionOf('arpu'), rows, ...known });
    expect(series[0]!.points).toMatchObject([
      { value: 2.5, numerator: 500, denominator: 2 },
      { value: null, numerator: 100, denominator: 0 },
    ]);
    expect(series[0]!.total).toEqual({ value: 2, numerator: 600, denominator: 3 });
  });

  it('of a latency is null where nothing was measured', () => {
    const { series } = foldMetricValues({
      question: questionOf('service_latency_p95'),
      rows: { numerator: [at(0, 12.5), total(null)] },
      ...known,
    });
    expect(series[0]!.points.map(({ value }) => value)).toEqual([12.5, null]);
    expect(series[0]!.total.value).toBeNull();
  });

  it('of hours is in hours', () => {
    const rows = { numerator: [at(0, 5_400_000), total(5_400_000)] };
    expect(foldMetricValues({ question: questionOf('playtime_hours'), rows, ...known }).total.value).toBe(1.5);
  });
});

describe('the total over groups that add up', () => {
  const numerator = [at(0, 2, 'linux'), total(2, 'linux'), at(0, 5, 'windows'), total(5, 'windows')];

  it('is made of them, also of those that are cut away', () => {
    const question = questionOf('searches', { dimensions: 'platform', limit: '1' });
    expect(foldMetricValues({ question, rows: { numerator }, ...known }).total).toEqual({ value: 7 });
  });

  it('is 0 where there is none', () => {
    const question = questionOf('searches', { dimensions: 'platform' });
    expect(foldMetricValues({ question, rows: { numerator: [] }, ...known }).total).toEqual({ value: 0 });
  });
});

describe('more series than asked for', () => {
  const byPlatform = (metric: string) => questionOf(metric, { dimensions: 'platform', limit: '1' });
  const rows = {
    numerator: [
      at(0, 2, 'linux'),
      total(2, 'linux'),
      at(0, 5, 'windows'),
      total(5, 'windows'),
      at(1, 3, ''),
      total(3, ''),
    ],
    overall: { numerator: [total(9)] },
  };

  it('are added up as others where sums mean something', () => {
    const { series, total: all, truncated } = foldMetricValues({ question: byPlatform('searches'), rows, ...known });
    expect(series.map(({ dims }) => dims)).toEqual([['windows'], [OTHER]]);
    expect(series[1]!.points.map(({ value }) => value)).toEqual([2, 3]);
    expect(series[1]!.total).toEqual({ value: 5 });
    expect([all.value, truncated]).toEqual([9, true]);
  });

  it.each(['dau', 'playtime_hours'])('are left out of %s, whose groups share people', (metric) => {
    const { series, truncated } = foldMetricValues({ question: byPlatform(metric), rows, ...known });
    expect(series.map(({ dims }) => dims)).toEqual([['windows']]);
    expect(truncated).toBe(true);
  });

  it('of a ratio stay by what they are a share of', () => {
    const ratio = {
      ...rows,
      denominator: [total(1, 'windows'), total(8, '')],
      overall: { numerator: [], denominator: [] },
    };
    const { series, total: all } = foldMetricValues({ question: byPlatform('arpu'), rows: ratio, ...known });
    expect(series.map(({ dims }) => dims)).toEqual([['']]);
    expect(all).toEqual({ value: null, numerator: 0, denominator: 0 });
  });

  it('are compared with the same ones of before, and the others with the others', () => {
    const question = questionOf('searches', { dimensions: 'platform', limit: '1', compare: 'previous_period' });
    const before = (day: number, value: number, ...dims: string[]) => at(day - 2, value, ...dims);
    const earlier = {
      numerator: [before(0, 7, 'linux'), total(7, 'linux'), before(1, 1, 'macos'), total(1, 'macos')],
      overall: { numerator: [total(8)] },
    };
    const comparison = { question: question.compared()!, rows: earlier };
    const values = foldMetricValues({ question, rows, comparison, ...known });
    expect(values.series.map(({ dims, comparison: than }) => [dims, than!.points.map(({ value }) => value)])).toEqual([
      [['windows'], [0, 0]],
      [[OTHER], [7, 1]],
    ]);
    expect(values.comparison?.total.value).toBe(8);
  });
});
