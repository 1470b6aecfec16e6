import { foldMetricValues } from '../fold/fold-metric-values';
import { MetricQuestion } from '../question/metric-question';
import { SmallCellCover } from './small-cell-cover';

const FEWEST = 10;
const DAY = Date.UTC(2026, 10, 1);

/** Orders of one day by country, where each country has so many buyers as it has orders. */
function told(countries: Readonly<Record<string, number>>, limit: number) {
  const asked = { metric: 'net_revenue', periodStart: '2026-11-01', periodEnd: '2026-11-02', timezone: 'UTC' };
  const question = MetricQuestion.of({ ...asked, dimensions: 'country', limit: String(limit) });
  const numerator = Object.entries(countries).flatMap(([country, value]) => [
    { dims: [country], bucket_ms: String(DAY), is_total: 0, value },
    { dims: [country], bucket_ms: '0', is_total: 1, value },
  ]);
  const groups = new Map(
    Object.entries(countries).map(([country, people]) => [JSON.stringify([country]), [people, people]]),
  );
  const cover = new SmallCellCover({ groups, together: undefined, split: [false, false] }, FEWEST);
  const readings = { question, rows: { numerator }, watermark: null, excluded: undefined };
  return cover.over(foldMetricValues(readings, (dims) => cover.hidesSizeOf(dims)));
}
const namesOf = (values: ReturnType<typeof told>) => values.series.map(({ dims }) => dims[0]);

describe('what is hidden of an answer', () => {
  const countries = { AM: 2, BY: 9, DE: 40, KZ: 5, RU: 100 };

  it('stands after the rest by name, so that its order tells nothing', () => {
    const { series } = told(countries, 10);
    expect(series.map(({ dims, total }) => [dims[0], total.suppressed === true])).toEqual([
      ['RU', false],
      ['DE', false],
      ['AM', true],
      ['BY', true],
      ['KZ', true],
    ]);
  });

  it('does not stay or get cut by its size, however few series are asked for', () => {
    const other = { ...countries, AM: 9, BY: 2 };
    for (let limit = 1; limit <= 5; limit += 1) {
      expect(namesOf(told(other, limit))).toEqual(namesOf(told(countries, limit)));
    }
    expect(namesOf(told(countries, 3))).toEqual(['RU', 'DE', 'AM', '__other__']);
  });

  it('is not what is left over, unless all of it is', () => {
    expect(told(countries, 2).series.at(-1)!.total).toEqual({ value: 0.16 });
    expect(told(countries, 3).series.at(-1)!.total).toEqual({ value: null, suppressed: true });
  });
});
