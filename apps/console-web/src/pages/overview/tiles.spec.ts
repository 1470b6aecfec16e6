import { anAnswer, aSeries, days, plainName } from '../../charts/answer.fixture';
import { toChartData } from '../../charts/chart-data';
import { readView } from '../../view-state/link';
import { parsePeriod } from '../../view-state/period';
import { USUAL_OUTLOOK } from '../../view-state/view';
import { explorerSearch, readTile, tileQuestion, wholePartQuestion } from './tiles';

const NOW = new Date('2026-11-20T21:30:10Z');
const outlook = (period: string) => ({ ...USUAL_OUTLOOK, period: parsePeriod(period)! });
const asked = (metric: Parameters<typeof tileQuestion>[0], period: string) => {
  const { period_start, period_end, granularity } = tileQuestion(metric, outlook(period), NOW).parameters;
  return [period_start, period_end, granularity];
};

function answered(
  now: (number | null)[],
  before: (number | null)[],
  unfinished: number,
  totals: [number, number] = [0, 0],
) {
  const comparison = { points: days(before, 0, 11), total: { value: totals[1] } };
  const series = aSeries({ points: days(now, unfinished), total: { value: totals[0] }, comparison });
  const data = { total: { value: totals[0] }, comparison: { total: { value: totals[1] } } };
  return toChartData(anAnswer([series], { data }), [], plainName);
}

describe('a tile asks', () => {
  it.each([
    ['dau', 'last-28-days', ['2026-10-25', '2026-11-22', 'day']],
    ['dau', 'last-60-minutes', ['2026-11-20', '2026-11-22', 'day']],
    ['mau', 'last-1830-days', ['2025-11-21', '2026-11-22', 'day']],
    ['dau', 'today', ['2026-11-21', '2026-11-22', 'day']],
    ['orders', 'today', ['2026-11-21', '2026-11-22', 'hour']],
    ['orders', 'last-60-minutes', ['2026-11-20T20:31:00Z', '2026-11-20T21:31:00Z', 'minute']],
    ['orders', 'last-365-days', ['2025-11-22', '2026-11-22', 'day']],
    ['orders', 'last-700-days', ['2024-12-22', '2026-11-22', 'month']],
  ] as const)('%s of %s', (metric, period, expected) => expect(asked(metric, period)).toEqual(expected));
});

describe('a tile tells', () => {
  it('active people as of the last whole day', () => {
    expect(readTile('dau', answered([10, 12, 3], [8, 10, 9], 1))).toEqual({
      value: 12,
      isHidden: false,
      change: expect.closeTo(0.2),
      earlier: 10,
      day: '2026-11-02T00:00:00+03:00',
      unfinished: '2026-11-03T00:00:00+03:00',
    });
  });

  it('active people of today where nothing is over yet', () => {
    expect(readTile('dau', answered([3], [9], 1))).toMatchObject({ value: 3, day: '2026-11-01T00:00:00+03:00' });
  });

  it('sums of the whole period, and their change of the days that are over', () => {
    const reading = readTile('orders', answered([10, 10, 1], [8, 8, 8], 1, [21, 24]));
    expect(reading).toMatchObject({ value: 21, change: 0.25, earlier: 16, day: undefined });
  });

  it('no change while nothing is over', () => {
    expect(readTile('orders', answered([1], [8], 1, [1, 8]))).toMatchObject({ value: 1, change: undefined });
  });

  it('people by a question of their own about what is over, as they do not add up', () => {
    const running = answered([5, 5, 1], [4, 4, 4], 1, [7, 9]);
    expect(readTile('payers', running)).toMatchObject({ value: 7, change: undefined });
    const whole = answered([5, 5], [4, 4], 0, [6, 5]);
    expect(readTile('payers', running, whole)).toMatchObject({ value: 7, change: expect.closeTo(0.2), earlier: 5 });
  });

  it('that a number is hidden', () => {
    const hidden = toChartData(
      anAnswer([aSeries()], { data: { total: { value: null, suppressed: true } } }),
      [],
      plainName,
    );
    expect(readTile('payers', hidden)).toMatchObject({ value: null, isHidden: true });
  });
});

describe('the question about what is over', () => {
  const question = tileQuestion('payers', outlook('last-28-days'), NOW);

  it('ends where the first unfinished bucket begins', () => {
    expect(wholePartQuestion(question, answered([5, 5, 1], [4, 4, 4], 1))?.parameters).toEqual({
      ...question.parameters,
      period_end: '2026-11-03',
    });
  });

  it('is not asked where all or nothing is over', () => {
    expect(wholePartQuestion(question, answered([5], [4], 0))).toBeUndefined();
    expect(wholePartQuestion(question, answered([5], [4], 1))).toBeUndefined();
  });
});

it('a click leads to the same number, broken down', () => {
  const filters = [{ dimension: 'country', op: 'in' as const, values: ['RU'] }];
  const search = explorerSearch('net_revenue', { ...outlook('last-7-days'), filters }, NOW, 'platform');
  const { view, problems } = readView(search);
  expect(problems).toEqual([]);
  expect(view).toMatchObject({
    metric: 'net_revenue',
    dimensions: ['platform'],
    filters,
    granularity: 'day',
    compare: 'previous_period',
  });
});
