import { isOther, type MetricCell, type MetricPoint, type MetricValues } from '../fold/metric-values';
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

/** What is hidden of an answer. Known before the answer is cut to its largest series: a size that is hidden must not decide who stays. */
export class SmallCellCover {
  private readonly now: PeriodCover;
  private readonly before: PeriodCover | undefined;

  constructor(people: PeopleOfAnswer, fewest: number) {
    this.now = new PeriodCover(people, fewest);
    this.before = people.comparison && new PeriodCover(people.comparison, fewest);
  }

  /** Whether the size of a group is hidden. */
  hidesSizeOf(dims: readonly string[]): boolean {
    return this.now.of(dims, NO_SERIES).at(-1) ?? false;
  }

  over(values: MetricValues): MetricValues {
    const { comparison } = values;
    const named = new Set(values.series.map(({ dims }) => keyOf(dims)));
    const series = values.series.map((each) => {
      const covered = { ...each, ...cover(each, this.now.of(each.dims, named)) };
      if (each.comparison === undefined || this.before === undefined) return covered;
      return { ...covered, comparison: cover(each.comparison, this.before.of(each.dims, named)) };
    });
    return {
      ...values,
      series,
      total: this.now.overall ? HIDDEN : values.total,
      ...(comparison && { comparison: { ...comparison, total: this.before?.overall ? HIDDEN : comparison.total } }),
    };
  }
}

const NO_SERIES: ReadonlySet<string> = new Set();

class PeriodCover {
  /** Whether the total of all groups is hidden. */
  readonly overall: boolean;
  private readonly hidden: HiddenCells;
  private readonly split: readonly boolean[];

  constructor({ groups, together, split }: PeopleOfPeriod, fewest: number) {
    this.hidden = hiddenCells(groups, fewest);
    this.split = split;
    this.overall = (split.at(-1) ?? false) || (together !== undefined && together > 0 && together < fewest);
  }

  /** The hidden cells of a series; of what is left over beside the series that are named. */
  of(dims: readonly string[], named: ReadonlySet<string>): readonly boolean[] {
    const { hidden, split } = this;
    const cells = isOther(dims) ? hiddenOfOther(hidden, named) : (hidden.get(keyOf(dims)) ?? []);
    const width = Math.max(cells.length, split.length);
    return Array.from({ length: width }, (_, column) => (cells[column] ?? false) || (split[column] ?? false));
  }
}

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
