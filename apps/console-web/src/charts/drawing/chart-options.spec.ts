import { anAnswer, aSeries, days, plainName } from '../answer.fixture';
import { bucketLabels } from '../bucket-labels';
import { toChartData } from '../chart-data';
import { chartOptions, type DrawnKind, inkOf, type Look } from './chart-options';
import { tooltipAt } from './tooltip-rows';

const LOOK: Look = {
  kind: 'line',
  scheme: 'light',
  language: 'en',
  isStill: false,
  isNarrow: false,
  unit: '₽',
  short: (value) => `${value}`,
};
const data = (...series: ReturnType<typeof aSeries>[]) => toChartData(anAnswer(series), [], plainName);
const drawn = (kind: DrawnKind, ...series: ReturnType<typeof aSeries>[]) =>
  chartOptions(data(...series), { ...LOOK, kind }).series as readonly Record<string, unknown>[];
const valuesOf = (series: Record<string, unknown> | undefined) =>
  (series!['data'] as readonly (number | null | { value: number | null })[]).map((one) =>
    typeof one === 'object' && one !== null ? one.value : one,
  );

describe('a chart', () => {
  it('says its unit at the axis and its days below', () => {
    const { xAxis, yAxis } = chartOptions(data(aSeries()), LOOK);
    expect(yAxis.name).toBe('₽');
    expect(xAxis.data.map(xAxis.axisLabel.formatter)).toEqual(['1 Nov', '2 Nov', '3 Nov']);
  });

  it('goes dashed from the last finished bucket on', () => {
    const [solid, dashed] = drawn('line', aSeries({ points: days([1, 2, 3, 4], 2) }));
    expect([valuesOf(solid), valuesOf(dashed)]).toEqual([
      [1, 2, null, null],
      [null, 2, 3, 4],
    ]);
    expect([solid!['lineStyle'], dashed!['lineStyle']]).toMatchObject([{ type: 'solid' }, { type: [5, 5] }]);
    expect(solid!['markArea']).toMatchObject({
      data: [[{ xAxis: '2026-11-02T00:00:00+03:00' }, { xAxis: '2026-11-04T00:00:00+03:00' }]],
    });
  });

  it('is one stroke when everything is over', () => {
    const lines = drawn('line', aSeries());
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toHaveProperty('markArea');
  });

  it('has a gap where there is no number, and a dot for a number between gaps', () => {
    const [line] = drawn('line', aSeries({ points: days([1, null, 3, null]) }));
    expect(line).toMatchObject({ connectNulls: false });
    const sizes = (line!['data'] as readonly { symbolSize: number }[]).map(({ symbolSize }) => symbolSize);
    expect(sizes).toEqual([7, 0, 7, 0]);
  });

  it('draws what it is compared with paler and below', () => {
    const comparison = { points: days([4, 5]), total: { value: 9 } };
    const [earlier, own] = drawn('line', aSeries({ comparison }));
    expect(valuesOf(earlier)).toEqual([4, 5, null]);
    expect(Number(earlier!['z'])).toBeLessThan(Number(own!['z']));
    const { colour, pale } = inkOf(data(aSeries()).series[0]!, 0, 'light');
    expect([earlier!['lineStyle'], own!['lineStyle']]).toMatchObject([{ color: pale }, { color: colour }]);
  });

  it('stacks whole series, so that nothing is laid on a gap', () => {
    const both = [aSeries({ points: days([1, 2], 1) }), aSeries({ points: days([3, 4], 1) })];
    const stacked = drawn('stacked', ...both);
    expect(stacked.map((one) => [one['stack'], valuesOf(one)])).toEqual([
      ['all', [1, 2]],
      ['all', [3, 4]],
    ]);
    expect(stacked[0]).toHaveProperty('markArea');
  });

  it('fades bars that can still grow', () => {
    const [bars] = drawn('bar', aSeries({ points: days([1, 2], 1) }));
    const [over, running] = bars!['data'] as readonly object[];
    expect(over).toEqual({ value: 1 });
    expect(running).toMatchObject({ value: 2, itemStyle: { borderType: 'dashed' } });
  });

  it('stands still for who asked for it', () => {
    expect(chartOptions(data(aSeries()), LOOK).animation).toBe(true);
    expect(chartOptions(data(aSeries()), { ...LOOK, isStill: true }).animation).toBe(false);
  });

  it('changes the stroke when colours run out, and greys the others', () => {
    const one = data(aSeries()).series[0]!;
    expect([inkOf(one, 7, 'dark').stroke, inkOf(one, 8, 'dark').stroke]).toEqual(['solid', 'dotted']);
    expect(inkOf(one, 8, 'dark').colour).toBe(inkOf(one, 0, 'dark').colour);
    expect(inkOf({ ...one, isOther: true }, 0, 'dark').colour).not.toBe(inkOf(one, 0, 'dark').colour);
  });
});

describe('what is told at a bucket', () => {
  const words = { exact: (value: number | null) => (value === null ? '–' : `${value} ₽`), hidden: 'hidden' };
  const told = (of: ReturnType<typeof data>, index: number) =>
    tooltipAt(of, index, bucketLabels('en', 'day', of.starts), words);

  it('is exact, the largest first, with the number of before', () => {
    const comparison = { points: days([4, 5, 6], 0, 11), total: { value: 15 } };
    const tooltip = told(
      data(aSeries({ points: days([1, 2, 3], 1), comparison }), aSeries({ points: days([9, 9, 9.25]) })),
      2,
    );
    expect(tooltip).toMatchObject({
      title: expect.stringMatching(/^Tue,? 3 November 2026$/),
      earlierTitle: expect.stringMatching(/^Fri,? 13 November 2026$/),
      isFinished: false,
      leftOut: 0,
    });
    expect(tooltip.rows.map(({ value, earlier }) => [value, earlier])).toEqual([
      ['9.25 ₽', undefined],
      ['3 ₽', '6 ₽'],
    ]);
  });

  it('does not tell what is hidden, and counts what does not fit', () => {
    const many = Array.from({ length: 14 }, () => aSeries({ points: [{ ...days([null])[0]!, suppressed: true }] }));
    const tooltip = told(data(...many), 0);
    expect(tooltip.rows).toHaveLength(12);
    expect([tooltip.rows[0]!.value, tooltip.leftOut]).toEqual(['hidden', 2]);
  });
});
