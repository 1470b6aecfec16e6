import { filtersText, parseFilters } from './filter-text';
import { isZone, parsePeriod, periodText } from './period';
import {
  BASES,
  CHART_KINDS,
  COMPARISONS,
  GRANULARITIES,
  MOST_DIMENSIONS,
  type MetricView,
  type Outlook,
  TOP,
  USUAL_OUTLOOK,
  USUAL_VIEW,
} from './view';

/** Something a link says that does not hold here; the usual is shown in its place, and the page says so. */
export interface LinkProblem {
  readonly parameter: string;
  readonly given: string;
  readonly reason: 'unknown' | 'not_of_metric';
}

export interface ReadLink<View> {
  readonly view: View;
  readonly problems: readonly LinkProblem[];
}

/** Parameters of the address as a router gives them; a value may have been taken for a number. */
export type Search = Readonly<Record<string, unknown>>;
export type SearchText = Readonly<Record<string, string>>;

const LONGEST_GIVEN = 80;

/** Takes parameter by parameter and keeps what could not be understood. */
class LinkReader {
  readonly #problems: LinkProblem[] = [];
  readonly #read = new Set<string>();

  constructor(private readonly search: Search) {}

  take<Value>(parameter: string, parse: (text: string) => Value | undefined, usual: Value): Value {
    this.#read.add(parameter);
    const given = this.search[parameter];
    if (given === undefined) return usual;
    const value = typeof given === 'object' ? undefined : parse(String(given as string | number | boolean));
    if (value !== undefined) return value;
    this.#refuse(parameter, given);
    return usual;
  }

  problems(): readonly LinkProblem[] {
    const strangers = Object.keys(this.search).filter((name) => !this.#read.has(name));
    for (const name of strangers) this.#refuse(name, this.search[name]);
    return this.#problems;
  }

  #refuse(parameter: string, given: unknown): void {
    const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? '');
    this.#problems.push({ parameter, given: text.slice(0, LONGEST_GIVEN), reason: 'unknown' });
  }
}

const oneOf =
  <Name extends string>(names: readonly Name[]) =>
  (text: string): Name | undefined =>
    names.find((name) => name === text);

function takeOutlook(reader: LinkReader, usual: Outlook): Outlook {
  return {
    period: reader.take('period', parsePeriod, usual.period),
    zone: reader.take('zone', (text) => (isZone(text) ? text : undefined), usual.zone),
    filters: reader.take('where', parseFilters, usual.filters),
    compare: reader.take('compare', oneOf(COMPARISONS), usual.compare),
  };
}

export function readOutlook(search: Search): ReadLink<Outlook> {
  const reader = new LinkReader(search);
  return { view: takeOutlook(reader, USUAL_OUTLOOK), problems: reader.problems() };
}

export function readView(search: Search): ReadLink<MetricView> {
  const reader = new LinkReader(search);
  const view = {
    metric: reader.take(
      'metric',
      (text) => (/^[a-z][a-z0-9_]{0,63}$/.test(text) ? text : undefined),
      USUAL_VIEW.metric,
    ),
    ...takeOutlook(reader, USUAL_VIEW),
    granularity: reader.take('granularity', oneOf(GRANULARITIES), USUAL_VIEW.granularity),
    dimensions: reader.take('by', parseDimensions, USUAL_VIEW.dimensions),
    basis: reader.take('basis', oneOf(BASES), USUAL_VIEW.basis),
    chart: reader.take('chart', oneOf(CHART_KINDS), USUAL_VIEW.chart),
    top: reader.take('top', parseTop, USUAL_VIEW.top),
  };
  return { view, problems: reader.problems() };
}

function parseDimensions(text: string): readonly string[] | undefined {
  if (text === '') return [];
  const names = text.split(',');
  const fits = names.length <= MOST_DIMENSIONS && new Set(names).size === names.length;
  return fits && names.every((name) => /^[a-z_]+$/.test(name)) ? names : undefined;
}

function parseTop(text: string): number | undefined {
  const top = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return top >= 1 && top <= TOP.most ? top : undefined;
}

/** Everything is written out, also what is usual today: an old link must not change with what is usual. */
export const writeOutlook = ({ period, zone, filters, compare }: Outlook): SearchText => ({
  period: periodText(period),
  zone,
  ...(filters.length > 0 && { where: filtersText(filters) }),
  compare,
});

export const writeView = (view: MetricView): SearchText => ({
  metric: view.metric,
  ...writeOutlook(view),
  granularity: view.granularity,
  ...(view.dimensions.length > 0 && { by: view.dimensions.join(',') }),
  basis: view.basis,
  chart: view.chart,
  top: String(view.top),
});
