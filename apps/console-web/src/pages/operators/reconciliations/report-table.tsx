import { Group, Stack, Text } from '@mantine/core';
import { DottedName } from '../../../components/dotted-name';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import type { ReconciliationLine } from '../api/operations';
import { ButtonLink } from '../parts/links';
import { type Column, RowsTable } from '../parts/rows-table';
import { When } from '../parts/when';
import { rangesText, reportLines, roublesOf } from './report-lines';
import { reconciliationTexts } from './texts';

interface ReportTableProps {
  readonly lines: readonly ReconciliationLine[];
  /** `differing` or nothing. */
  readonly shown: string | undefined;
}

const DIFFERING = 'differing';

export function ReportTable({ lines, shown }: ReportTableProps) {
  const t = useTexts(reconciliationTexts);
  const columns = useColumns(lines.some(hasDetails));
  const onlyDiffering = shown === DIFFERING;
  const rows = reportLines(lines, onlyDiffering);
  if (lines.length === 0) return <Text c="dimmed">{t('noLines')}</Text>;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text c="dimmed">
          {t('lines', { count: rows.length })}. {t('notEqual')}
        </Text>
        <ButtonLink variant="default" to="." search={{ lines: onlyDiffering ? undefined : DIFFERING } as never}>
          {onlyDiffering ? t('allLines') : t('onlyDiffering')}
        </ButtonLink>
      </Group>
      {rows.length === 0 ? (
        <Text>{t('noDiffering')}</Text>
      ) : (
        <RowsTable
          label={t('table')}
          minWidth={960}
          rows={rows}
          keyOf={({ topic, partition, hour }) => `${topic} ${partition} ${hour}`}
          attributesOf={({ difference }) => ({ 'data-line-difference': String(difference) })}
          columns={columns}
        />
      )}
    </Stack>
  );
}

/** Room for what is at fault is made only where something is. */
function useColumns(withDetails: boolean): readonly Column<ReconciliationLine>[] {
  const t = useTexts(reconciliationTexts);
  const formats = useFormats();
  const both = <Value,>(lake: Value, warehouse: Value, told: (value: Value) => string) =>
    lake === warehouse ? told(lake) : `${told(lake)} ≠ ${told(warehouse)}`;
  const counted = (lake: number, warehouse: number) => both(lake, warehouse, (count) => formats.number(count));
  const money = (kopecks: string) => formats.money(Number(roublesOf(kopecks)));
  return [
    { title: t('topic'), cell: ({ topic }) => <DottedName name={topic} /> },
    { title: t('partition'), kind: 'number', cell: ({ partition }) => partition },
    { title: t('hour'), kind: 'when', cell: ({ hour }) => <When at={hour} /> },
    {
      title: t('difference'),
      kind: 'number',
      cell: ({ difference }) => (
        <Text component="span" size="sm" fw={difference === 0 ? undefined : 700}>
          {formats.number(difference)}
        </Text>
      ),
    },
    {
      title: t('offsets'),
      kind: 'number',
      cell: ({ first_offset: first, last_offset: last }) => `${first}–${last}`,
    },
    { title: t('rows'), kind: 'number', cell: (line) => counted(line.lake_rows, line.warehouse_rows) },
    { title: t('events'), kind: 'number', cell: (line) => counted(line.lake_events, line.warehouse_events) },
    {
      title: t('amount'),
      kind: 'number',
      cell: (line) => both(line.lake_amount, line.warehouse_amount, money),
    },
    { title: t('duplicates'), kind: 'number', cell: ({ duplicates }) => formats.number(duplicates) },
    { title: t('inFlight'), kind: 'number', cell: (line) => formats.number(line.in_flight) },
    ...(withDetails
      ? [{ title: t('details'), kind: 'long' as const, cell: (line: ReconciliationLine) => <Offsets line={line} /> }]
      : []),
  ];
}

const FAULTS = ['missing', 'extra', 'changed'] as const;

const hasDetails = (line: ReconciliationLine): boolean => FAULTS.some((kind) => line[kind].length > 0);

function Offsets({ line }: { readonly line: ReconciliationLine }) {
  const t = useTexts(reconciliationTexts);
  return (
    <>
      {FAULTS.filter((kind) => line[kind].length > 0).map((kind) => (
        <Text size="sm" key={kind}>
          {t(kind)}: {rangesText(line[kind])}
        </Text>
      ))}
    </>
  );
}
