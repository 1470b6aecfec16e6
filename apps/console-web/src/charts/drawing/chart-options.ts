import type { Language } from '../../i18n/languages';
import { bucketLabels } from '../bucket-labels';
import type { ChartData, DrawnSeries } from '../chart-data';
import { COLOUR_COUNT, colourOf, type Inks, INKS, paler, type Scheme } from '../palette';

export type DrawnKind = 'line' | 'bar' | 'area' | 'stacked';

export interface Look {
  readonly kind: DrawnKind;
  readonly scheme: Scheme;
  readonly language: Language;
  /** Somebody asked their system for less motion. */
  readonly isStill: boolean;
  readonly isNarrow: boolean;
  /** What the numbers are counted in, said at the axis. */
  readonly unit: string;
  readonly short: (value: number) => string;
}

/** How a series is inked: colours run out after eight, then strokes change. */
export interface Ink {
  readonly colour: string;
  readonly pale: string;
  readonly stroke: 'solid' | 'dotted';
}

const FONT = "'Inter Variable', Inter, system-ui, sans-serif";
/** Markers would cover the line where there are more points than this. */
const MARKED_POINTS = 31;

export function inkOf(series: DrawnSeries, index: number, scheme: Scheme): Ink {
  const colour = series.isOther ? INKS[scheme].other : colourOf(scheme, index);
  return { colour, pale: paler(scheme, colour), stroke: index < COLOUR_COUNT ? 'solid' : 'dotted' };
}

/** What ECharts is told; everything in it follows from the data and the look. */
export function chartOptions(data: ChartData, look: Look) {
  const inks = INKS[look.scheme];
  return {
    animation: !look.isStill,
    animationDuration: 250,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: FONT, color: inks.text },
    grid: { left: 8, right: 16, top: 40, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { show: false },
    xAxis: bucketAxis(data, look, inks),
    yAxis: valueAxis(look, inks),
    tooltip: { trigger: 'axis', confine: true, transitionDuration: look.isStill ? 0 : 0.2, appendTo: undefined },
    series: data.series.flatMap((series, index) =>
      seriesOf(data, series, inkOf(series, index, look.scheme), look, index),
    ),
  };
}

function bucketAxis(data: ChartData, { kind, language, isNarrow }: Look, inks: Inks) {
  const { short } = bucketLabels(language, data.granularity, data.starts);
  return {
    type: 'category',
    data: data.starts,
    boundaryGap: kind === 'bar' || data.starts.length === 1,
    axisLine: { lineStyle: { color: inks.rule } },
    axisTick: { show: false },
    axisLabel: { formatter: short, color: inks.faintText, hideOverlap: true, fontSize: isNarrow ? 11 : 12, margin: 12 },
  };
}

const valueAxis = ({ unit, short, isNarrow }: Look, inks: Inks) => ({
  type: 'value',
  name: unit,
  nameLocation: 'end',
  nameTextStyle: { align: 'left', color: inks.faintText, padding: [0, 0, 6, isNarrow ? -28 : -36] },
  axisLabel: { formatter: short, color: inks.faintText },
  splitLine: { lineStyle: { color: inks.rule } },
});

type Value = number | null;

function seriesOf(data: ChartData, series: DrawnSeries, ink: Ink, look: Look, index: number): readonly object[] {
  const values = series.points.map(({ value }): Value => value);
  const earlier =
    series.earlier &&
    earlierSeries(
      series.key,
      data.starts.map((_, at): Value => series.earlier!.points[at]?.value ?? null),
      ink,
      look,
    );
  const own = look.kind === 'bar' ? [bars(data, series, values, ink)] : lines(data, series, values, ink, look);
  const [first, ...others] = own;
  // Drawn once for all: what is not over yet is told below the first of them.
  const marked = index === 0 && first !== undefined ? { ...first, ...unfinishedArea(data, look) } : first;
  return [...(earlier === undefined ? [] : [earlier]), ...(marked === undefined ? [] : [marked]), ...others];
}

/** A stack cannot change its stroke half way, nor what lies under it: there only the ground is marked. */
function lines(
  data: ChartData,
  series: DrawnSeries,
  values: readonly Value[],
  ink: Ink,
  look: Look,
): readonly object[] {
  const { firstUnfinished } = data;
  if (look.kind === 'stacked') return [line(series, values, ink, { ...look, dashed: false, stack: 'all' })];
  const finished = values.map((value, index) => (index < firstUnfinished ? value : null));
  // From the last finished one on, so that the dashed stroke goes on where the solid one ends.
  const unfinished = values.map((value, index) => (index >= firstUnfinished - 1 ? value : null));
  const solid = line(series, finished, ink, { ...look, dashed: false });
  if (firstUnfinished >= values.length) return [solid];
  return [solid, line({ ...series, key: `${series.key} unfinished` }, unfinished, ink, { ...look, dashed: true })];
}

interface Stroke extends Look {
  readonly dashed: boolean;
  readonly stack?: string;
}

function line(series: DrawnSeries, values: readonly Value[], ink: Ink, { kind, dashed, stack }: Stroke) {
  const isFilled = kind === 'area' || kind === 'stacked';
  return {
    id: series.key,
    name: series.name,
    type: 'line',
    data: values.map((value, index) => pointOf(values, value, index)),
    connectNulls: false,
    // Refunds of a day may be more than its sales: that lowers the stack, it does not begin a second one below zero.
    ...(stack !== undefined && { stack, stackStrategy: 'all' as const }),
    lineStyle: { color: ink.colour, width: 2, type: dashed ? [5, 5] : ink.stroke },
    itemStyle: { color: ink.colour },
    ...(isFilled && {
      areaStyle: { color: ink.colour, opacity: (kind === 'stacked' ? 0.55 : 0.14) / (dashed ? 2 : 1) },
    }),
    emphasis: { focus: 'none' },
    showSymbol: true,
    symbol: 'circle',
    z: 3,
  };
}

/** A value between two gaps has no line to be seen by, so it is a dot. */
function pointOf(values: readonly Value[], value: Value, index: number) {
  const isAlone = (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null;
  const size = isAlone ? 7 : values.length <= MARKED_POINTS ? 4 : 0;
  return { value, symbolSize: value === null ? 0 : size };
}

function bars(data: ChartData, series: DrawnSeries, values: readonly Value[], ink: Ink) {
  return {
    id: series.key,
    name: series.name,
    type: 'bar',
    data: values.map((value, index) => ({
      value,
      ...(index >= data.firstUnfinished && {
        itemStyle: { color: ink.colour, opacity: 0.45, borderColor: ink.colour, borderType: 'dashed', borderWidth: 1 },
      }),
    })),
    itemStyle: { color: ink.colour, borderRadius: [2, 2, 0, 0] },
    barMaxWidth: 32,
    barGap: '10%',
  };
}

function earlierSeries(key: string, values: readonly Value[], ink: Ink, { kind }: Look): object | undefined {
  // Two stacks on one another tell nothing: there the comparison is in the tooltip and the table.
  if (kind === 'stacked') return undefined;
  const id = `${key} earlier`;
  if (kind === 'bar') {
    return { id, type: 'bar', data: values, itemStyle: { color: ink.pale, opacity: 0.6 }, barMaxWidth: 32, z: 1 };
  }
  return {
    id,
    type: 'line',
    data: values,
    connectNulls: false,
    showSymbol: false,
    lineStyle: { color: ink.pale, width: 1.5 },
    itemStyle: { color: ink.pale },
    z: 1,
  };
}

function unfinishedArea({ starts, firstUnfinished }: ChartData, { kind, scheme }: Look) {
  const last = starts.at(-1);
  if (kind === 'bar' || firstUnfinished >= starts.length || last === undefined) return {};
  return {
    markArea: {
      silent: true,
      itemStyle: { color: INKS[scheme].unfinished },
      data: [[{ xAxis: starts[Math.max(0, firstUnfinished - 1)] }, { xAxis: last }]],
    },
  };
}
