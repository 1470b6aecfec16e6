import type { ChartData } from './chart-data';
import { type ValueRow, valueRows } from './value-rows';

/** Excel takes a file for UTF-8 only when it says so. */
const BYTE_ORDER_MARK = '\uFEFF';
/** A text that begins so would be computed by a spreadsheet. */
const FORMULA = /^[=+\-@\t\r]/;

interface Column {
  readonly name: string;
  readonly of: (row: ValueRow) => string | number | boolean | null | undefined;
}

/** What is seen, as RFC 4180: one line a number, names of the API, so that the next program reads it too. */
export function toCsv(data: ChartData, nameOf: (dimension: string, value: string) => string): string {
  const columns = columnsOf(data, nameOf);
  const lines = [
    columns.map(({ name }) => cell(name)),
    ...valueRows(data).map((row) => columns.map(({ of }) => cell(of(row)))),
  ];
  return BYTE_ORDER_MARK + lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

function columnsOf(data: ChartData, nameOf: (dimension: string, value: string) => string): readonly Column[] {
  const rows = valueRows(data);
  const isRatio = rows.some(({ denominator }) => denominator !== undefined);
  const isCompared = rows.some(({ earlier }) => earlier !== undefined);
  const hasHidden = rows.some(({ isHidden }) => isHidden);
  return [
    { name: 'period_start', of: ({ start }) => start },
    { name: 'period_end', of: ({ end }) => end },
    ...data.dimensions.flatMap((dimension): Column[] => {
      const raw = ({ series }: ValueRow) => series.dimensions[dimension] ?? '';
      const named = { name: `${dimension}_name`, of: (row: ValueRow) => nameOf(dimension, raw(row)) };
      return [{ name: dimension, of: raw }, named];
    }),
    { name: data.metric, of: ({ value }) => value },
    { name: 'unit', of: () => data.unit },
    ...(isRatio
      ? [
          { name: 'numerator', of: ({ numerator }: ValueRow) => numerator },
          { name: 'denominator', of: ({ denominator }: ValueRow) => denominator },
        ]
      : []),
    { name: 'complete', of: ({ isComplete }) => isComplete },
    ...(hasHidden ? [{ name: 'suppressed', of: ({ isHidden }: ValueRow) => isHidden }] : []),
    ...(isCompared
      ? [
          { name: 'compared_period_start', of: ({ earlierStart }: ValueRow) => earlierStart },
          { name: 'compared_value', of: ({ earlier }: ValueRow) => earlier },
        ]
      : []),
  ];
}

function cell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** `dau-by-platform-2026-11-01.csv`: what is in the file can be told from its name. */
export function csvName({ metric, dimensions, starts }: ChartData): string {
  const by = dimensions.length === 0 ? '' : `-by-${dimensions.join('-')}`;
  return `${metric}${by}-${starts[0]?.slice(0, 10) ?? 'empty'}.csv`;
}
