import { anAnswer, aSeries, days, plainName } from './answer.fixture';
import { changeOf, toChartData } from './chart-data';
import { hasOpenWindow } from './open-window';

const drawn = (answer = anAnswer(), dimensions: readonly string[] = []) => toChartData(answer, dimensions, plainName);

describe('an answer as a chart', () => {
  it('has its buckets and knows from where on they can change', () => {
    const data = drawn(anAnswer([aSeries({ points: days([1, 2, 3], 2) })]));
    expect(data.starts).toEqual([
      '2026-11-01T00:00:00+03:00',
      '2026-11-02T00:00:00+03:00',
      '2026-11-03T00:00:00+03:00',
    ]);
    expect([data.firstUnfinished, data.end]).toEqual([1, '2026-11-04T00:00:00+03:00']);
    expect(drawn().firstUnfinished).toBe(3);
  });

  it('calls its series by the values of the dimensions, and the rest once', () => {
    const values = [
      { platform: 'windows', country: 'RU' },
      { platform: '', country: 'RU' },
      { platform: '__other__', country: '__other__' },
    ];
    const data = drawn(anAnswer(values.map((dimensions) => aSeries({ dimensions }))), ['platform', 'country']);
    expect(data.series.map(({ name, isOther }) => [name, isOther])).toEqual([
      ['windows · RU', false],
      ['not told · RU', false],
      ['Others', true],
    ]);
    expect(new Set(data.series.map(({ key }) => key)).size).toBe(3);
  });

  it('keeps a number that is none', () => {
    expect(
      drawn(anAnswer([aSeries({ points: days([1, null, 0]) })])).series[0]!.points.map(({ value }) => value),
    ).toEqual([1, null, 0]);
  });

  it('has what it is compared with beside each bucket', () => {
    const comparison = { points: days([4, 5, 6]), total: { value: 15 } };
    const meta = { comparison: { period: { start: 'a', end: '2026-11-01T00:00:00+03:00' } } };
    const data = drawn(anAnswer([aSeries({ comparison })], { data: { comparison: { total: { value: 15 } } }, meta }));
    expect(data.series[0]!.earlier).toEqual(comparison);
    expect([data.earlierTotal, data.earlierEnd, data.earlierStarts.length]).toEqual([
      { value: 15 },
      '2026-11-01T00:00:00+03:00',
      3,
    ]);
  });

  it.each([
    ['no series', [], { value: null }, true],
    ['nothing but zeros', [aSeries({ points: days([0, null]), total: { value: 0 } })], { value: 0 }, true],
    ['one number', [aSeries({ points: days([0, 1]), total: { value: 1 } })], { value: 1 }, false],
    [
      'a hidden number',
      [aSeries({ points: days([null]), total: { value: null, suppressed: true as const } })],
      { value: null },
      false,
    ],
  ])('of %s is empty or not', (_, series, total, empty) => {
    const data = drawn(anAnswer(series, { data: { total } }));
    expect(data.isEmpty).toBe(empty);
  });
});

describe('an answer about who has time for a second step', () => {
  const meta = { watermark: '2026-11-04T00:00:00+03:00' };
  const decided = (windowDays: number, change: object = meta) =>
    toChartData(anAnswer([aSeries()], { meta: change }), [], plainName, windowDays);

  it('is complete only where that time is over', () => {
    const data = decided(2);
    expect(data.series[0]!.points.map(({ complete }) => complete)).toEqual([true, false, false]);
    expect([data.firstUnfinished, data.openWindowDays]).toEqual([1, 2]);
  });

  it('has nothing open once all of it is over', () => {
    const data = decided(2, { watermark: '2026-11-06T00:00:00+03:00' });
    expect([data.firstUnfinished, data.openWindowDays]).toEqual([3, undefined]);
  });

  it('is open as a whole while there is no data', () => {
    expect(decided(2, { watermark: null }).firstUnfinished).toBe(0);
  });

  it.each([
    [1, '2026-11-05T00:00:00+03:00', false],
    [2, '2026-11-05T00:00:00+03:00', true],
    [0, '2026-11-01T00:00:00+03:00', false],
    [1, null, true],
  ])('with %d days for it, and seen through %s, is preliminary as a whole: %s', (windowDays, watermark, open) => {
    expect(hasOpenWindow(anAnswer([aSeries()], { meta: { watermark } }), windowDays)).toBe(open);
  });

  it('keeps other numbers as they are', () => {
    expect([decided(0).firstUnfinished, decided(0).openWindowDays]).toEqual([3, undefined]);
  });
});

describe('a change', () => {
  it.each([
    [12, 10, 0.2],
    [5, 10, -0.5],
    [-5, -10, 0.5],
    [5, 0, undefined],
    [null, 10, undefined],
    [5, null, undefined],
  ])('from %d before %d is %d', (now, before, change) =>
    expect(changeOf(now, before)).toEqual(change === undefined ? undefined : expect.closeTo(change)),
  );
});
