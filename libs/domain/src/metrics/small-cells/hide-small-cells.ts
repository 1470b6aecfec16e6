import { type MetricCell, type MetricPoint, type MetricSeries, type MetricValues, OTHER } from '../fold/metric-values';
import { keyOf } from '../fold/series-table';
import { type HiddenCells, hiddenCells } from './hidden-cells';
import type { PeopleTable } from './people-table';

/** The people behind the groups of an answer about one period. */
export interface PeopleOfPeriod {
  readonly groups: PeopleTable;
  /** All of them together over the whole period; undefined where the total of everything is nobody's secret. */
  readonly together: number | undefined;
  /** Columns that are hidden whatever they hold, the last one being the whole period. */
  readonly split: readonly boolean[];
}

export interface PeopleOfAnswer extends PeopleOfPeriod {
  readonly comparison?: PeopleOfPeriod;
}

/** A number of few people is no number: neither it nor what it is made of is told. */
const HIDDEN: MetricCell = { value: null, suppressed: true };

export function hideSmallCells(values: MetricValues, people: PeopleOfAnswer, fewest: number): MetricValues {
  const now = coverOf(people, values.series, fewest);
  const before = people.comparison && coverOf(people.comparison, values.series, fewest);
  const series = values.series.map((each) => {
    const covered = { ...each, ...cover(each, now.of(each.dims)) };
    const { comparison } = each;
    return comparison && before ? { ...covered, comparison: cover(comparison, before.of(each.dims)) } : covered;
  });
  const { comparison } = values;
  return {
    ...values,
    series: inOrder(series),
    total: now.overall ? HIDDEN : values.total,
    ...(comparison && { comparison: { ...comparison, total: before?.overall ? HIDDEN : comparison.total } }),
  };
}

interface Cover {
  readonly overall: boolean;
  of(dims: readonly string[]): readonly boolean[];
}

function coverOf(people: PeopleOfPeriod, series: readonly MetricSeries[], fewest: number): Cover {
  const { groups, together, split } = people;
  const hidden = hiddenCells(groups, fewest);
  const named = new Set(series.map(({ dims }) => keyOf(dims)));
  const wholePeriod = split.at(-1) ?? false;
  return {
    overall: wholePeriod || (together !== undefined && together > 0 && together < fewest),
    of: (dims) => {
      const cells = isOther(dims) ? hiddenOfOther(hidden, named) : (hidden.get(keyOf(dims)) ?? []);
      const width = Math.max(cells.length, split.length);
      return Array.from({ length: width }, (_, column) => (cells[column] ?? false) || (split[column] ?? false));
    },
  };
}

const isOther = (dims: readonly string[]): boolean => dims.length > 0 && dims.every((value) => value === OTHER);

/** What is left over may hold all that is hidden together, or nothing of it. */
function hiddenOfOther(hidden: HiddenCells, named: ReadonlySet<string>): readonly boolean[] {
  const width = [...hidden.values()][0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) => {
    const keys = [...hidden].filter(([, cells]) => cells[column]).map(([key]) => key);
    const left = keys.filter((key) => !named.has(key));
    return left.length > 0 && left.length < keys.length;
  });
}

type Line = { readonly points: readonly MetricPoint[]; readonly total: MetricCell };

const cover = ({ points, total }: Line, hidden: readonly boolean[]): Line => ({
  points: points.map((point, index) => {
    const { start, complete } = point;
    return hidden[index] ? { start, ...HIDDEN, complete } : point;
  }),
  total: hidden[points.length] ? HIDDEN : total,
});

/** Hidden ones last and by name: their place among the others would tell their size. */
function inOrder(series: readonly MetricSeries[]): MetricSeries[] {
  const rank = ({ dims, total }: MetricSeries) => (isOther(dims) ? 2 : total.suppressed ? 1 : 0);
  return series
    .map((each, index) => ({ each, index }))
    .sort(
      (one, other) =>
        rank(one.each) - rank(other.each) ||
        (rank(one.each) === 1 ? compare(keyOf(one.each.dims), keyOf(other.each.dims)) : one.index - other.index),
    )
    .map(({ each }) => each);
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
