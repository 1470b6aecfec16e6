import { Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { useFormats } from '../../format/use-formats';
import { useLanguage, useTexts } from '../../i18n/use-texts';
import { bucketLabels } from '../bucket-labels';
import type { ChartData } from '../chart-data';
import { chartTexts, unitText } from '../texts';
import { type RowOrder, sorted, type Sorting, type ValueRow, valueRows } from '../value-rows';
import classes from './values-table.module.css';

interface ValuesTableProps {
  readonly data: ChartData;
  readonly name: string;
  readonly height: number;
}

const ROW_HEIGHT = 37;

/** Every number of a chart as a table: for who does not see charts, and for who wants to sort. Only rows in sight are made. */
export function ValuesTable({ data, name, height }: ValuesTableProps) {
  const t = useTexts(chartTexts);
  const [sorting, setSorting] = useState<Sorting>({ by: 'start', descending: false });
  const rows = useMemo(() => sorted(valueRows(data), sorting), [data, sorting]);
  const frame = useRef<HTMLDivElement>(null);
  // The list's instance changes with every scroll; the compiler of React must not keep what is read from it.
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const shown = list.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = list.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const columns = columnsOf(data);
  const sortBy = (by: RowOrder) => setSorting({ by, descending: sorting.by === by && !sorting.descending });
  const unit = t(unitText(data.unit));
  return (
    <div
      ref={frame}
      className={classes['frame']}
      style={{ maxHeight: height }}
      tabIndex={0}
      role="region"
      aria-label={t('table', { name, unit })}
    >
      <table className={classes['table']} aria-rowcount={rows.length + 1} data-rows={rows.length}>
        <VisuallyHidden component="caption">{t('table', { name, unit })}</VisuallyHidden>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((by) => (
              <ColumnHead
                key={by}
                by={by}
                sorting={sorting}
                {...(by === 'value' && { unit })}
                onSort={() => sortBy(by)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          <Room height={above} columns={columns.length} />
          {shown.map(({ index }) => (
            <Row key={index} row={rows[index]!} index={index} data={data} />
          ))}
          <Room height={below} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

const columnsOf = ({ dimensions, earlierStarts }: ChartData): readonly RowOrder[] => [
  'start',
  ...(dimensions.length > 0 ? (['series'] as const) : []),
  'value',
  ...(earlierStarts.length > 0 ? (['earlier', 'change'] as const) : []),
];

const NAMES = { start: 'period', series: 'series', value: 'value', earlier: 'earlier', change: 'change' } as const;
const isNumber = (by: RowOrder): boolean => by === 'value' || by === 'earlier' || by === 'change';

interface ColumnHeadProps {
  readonly by: RowOrder;
  readonly sorting: Sorting;
  readonly unit?: string;
  readonly onSort: () => void;
}

function ColumnHead({ by, sorting, unit, onSort }: ColumnHeadProps) {
  const t = useTexts(chartTexts);
  const isSorted = sorting.by === by;
  const Arrow = sorting.descending ? IconArrowDown : IconArrowUp;
  return (
    <th
      scope="col"
      className={isNumber(by) ? classes['number'] : undefined}
      aria-sort={isSorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
    >
      <UnstyledButton className={classes['order']} onClick={onSort}>
        {t(NAMES[by])}
        {unit !== undefined && `, ${unit}`}
        {isSorted && <Arrow size={14} aria-hidden />}
      </UnstyledButton>
    </th>
  );
}

function Row({ row, index, data }: { readonly row: ValueRow; readonly index: number; readonly data: ChartData }) {
  const t = useTexts(chartTexts);
  const formats = useFormats();
  const language = useLanguage();
  const labels = useMemo(() => bucketLabels(language, data.granularity, data.starts), [language, data]);
  const number = (value: number | null | undefined) => formats.value(value, data.unit);
  return (
    <tr aria-rowindex={index + 2} className={row.isComplete ? undefined : classes['unfinished']}>
      <td>
        {labels.long(row.start, row.end)}
        {!row.isComplete && (
          <Text component="span" size="xs" c="dimmed">
            {` · ${t(data.openWindowDays === undefined ? 'unfinished' : 'undecided')}`}
          </Text>
        )}
      </td>
      {data.dimensions.length > 0 && <td>{row.series.name}</td>}
      <td className={classes['number']} title={row.isHidden ? t('hiddenHint') : undefined}>
        {row.isHidden ? t('hidden') : number(row.value)}
      </td>
      {data.earlierStarts.length > 0 && (
        <>
          <td className={classes['number']}>{number(row.earlier)}</td>
          <td className={classes['number']}>
            {row.change === undefined ? formats.number(undefined) : formats.change(row.change)}
          </td>
        </>
      )}
    </tr>
  );
}

/** Holds the place of rows out of sight. */
function Room({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    <tr className={classes['room']} aria-hidden>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}
