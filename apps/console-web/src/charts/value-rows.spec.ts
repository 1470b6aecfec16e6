import { anAnswer, aSeries, days, plainName } from './answer.fixture';
import { toChartData } from './chart-data';
import { type RowOrder, sorted, valueRows } from './value-rows';

const rows = valueRows(
  toChartData(
    anAnswer([
      aSeries({
        dimensions: { platform: 'windows' },
        points: days([3, null]),
        comparison: { points: days([1, 2]), total: { value: 3 } },
      }),
      aSeries({
        dimensions: { platform: 'Android' },
        points: days([5, 1]),
        comparison: { points: days([5]), total: { value: 5 } },
      }),
    ]),
    ['platform'],
    plainName,
  ),
);
const values = (by: RowOrder, descending = false) => sorted(rows, { by, descending }).map(({ value }) => value);

describe('the rows of a table', () => {
  it('are one for each number, with its end and its change', () => {
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({
      start: '2026-11-01T00:00:00+03:00',
      end: '2026-11-02T00:00:00+03:00',
      value: 3,
      earlier: 1,
      change: 2,
    });
    expect(rows[3]).toMatchObject({ end: '2026-11-04T00:00:00+03:00', earlier: null, change: undefined });
  });

  it.each<[RowOrder, (number | null)[], (number | null)[]]>([
    ['value', [1, 3, 5, null], [5, 3, 1, null]],
    ['series', [5, 1, 3, null], [3, null, 5, 1]],
    ['start', [3, 5, null, 1], [null, 1, 3, 5]],
    ['change', [5, 3, null, 1], [3, 5, null, 1]],
  ])('are put in order by %s, what is none at the end', (by, up, down) => {
    expect(values(by)).toEqual(up);
    expect(values(by, true)).toEqual(down);
  });
});
