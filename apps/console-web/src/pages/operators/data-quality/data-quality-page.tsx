import { Badge, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { DottedName } from '../../../components/dotted-name';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { EmptyState } from '../../../components/states/empty-state';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import type { TypeQuality } from '../api/operations';
import { dataQualityQuery } from '../api/questions';
import { TextLink } from '../parts/links';
import classes from '../parts/parts.module.css';
import { RowsTable } from '../parts/rows-table';
import { When } from '../parts/when';
import { useWords } from '../words/use-words';
import { emptiest, qualityRows } from './quality-rows';
import { qualityTexts } from './texts';

const route = getRouteApi('/operators/data-quality');

/** Each type of event against what is usual for it. */
export function DataQualityPage() {
  const t = useTexts(qualityTexts);
  const formats = useFormats();
  const { q = '', only } = route.useSearch();
  const navigate = useNavigate();
  const quality = useQuery(dataQualityQuery);
  const show = (search: { q?: string; only?: string }) =>
    void navigate({ to: '/operators/data-quality', search, replace: true });
  return (
    <Page
      title={t('title')}
      description={t('lead')}
      actions={quality.data && <Text c="dimmed">{t('asOf', { at: formats.dateTime(quality.data.meta.as_of) })}</Text>}
    >
      <Group gap="sm" align="flex-end">
        <TextInput
          label={t('search')}
          value={q}
          onChange={({ currentTarget }) => show({ q: currentTarget.value, ...(only !== undefined && { only }) })}
        />
        <NativeSelect
          label={t('only')}
          value={only ?? ''}
          data={[
            { value: '', label: t('all') },
            { value: 'odd', label: t('odd') },
          ]}
          onChange={({ currentTarget }) => show({ q, only: currentTarget.value })}
        />
      </Group>
      <Answered query={quality} height={480}>
        {({ data }) => <Types rows={qualityRows(data, { q, onlyOdd: only === 'odd' })} />}
      </Answered>
    </Page>
  );
}

const VERDICTS = {
  usual: { color: 'green', text: 'usualVerdict' },
  low: { color: 'red', text: 'low' },
  high: { color: 'orange', text: 'high' },
  new: { color: 'blue', text: 'new' },
  too_few_to_tell: { color: 'gray', text: 'too_few_to_tell' },
} as const;

function Types({ rows }: { readonly rows: readonly TypeQuality[] }) {
  const t = useTexts(qualityTexts);
  const formats = useFormats();
  if (rows.length === 0) return <EmptyState title={t('emptyTitle')} advice={t('emptyAdvice')} />;
  return (
    <RowsTable
      label={t('table')}
      minWidth={980}
      rows={rows}
      keyOf={({ event_type: type }) => type}
      attributesOf={({ event_type: type, volume_verdict: verdict }) => ({ 'data-type': type, 'data-verdict': verdict })}
      columns={[
        {
          title: t('type'),
          kind: 'name',
          cell: ({ event_type: type }) => (
            <TextLink to="/operators/schemas/$type" params={{ type }}>
              <DottedName name={type} />
            </TextLink>
          ),
        },
        {
          title: t('verdict'),
          cell: ({ volume_verdict: verdict }) => (
            <Badge variant="light" color={VERDICTS[verdict].color} tt="none" className={classes.badge}>
              {t(VERDICTS[verdict].text)}
            </Badge>
          ),
        },
        { title: t('volume'), kind: 'number', cell: ({ volume }) => formats.number(volume) },
        { title: t('usual'), kind: 'number', cell: ({ usual_volume: usual }) => formats.number(usual, 0) },
        { title: t('freshness'), kind: 'when', cell: ({ last_received_at: at }) => <When at={at} /> },
        { title: t('violations'), kind: 'number', cell: ({ violation_share: share }) => formats.percent(share) },
        { title: t('late'), kind: 'number', cell: ({ late_share: share }) => formats.percent(share) },
        { title: t('empty'), kind: 'long', cell: (row) => <Empty row={row} /> },
      ]}
    />
  );
}

function Empty({ row: { empty_shares: shares } }: { readonly row: TypeQuality }) {
  const t = useTexts(qualityTexts);
  const formats = useFormats();
  const word = useWords(qualityTexts);
  if (shares === null) return <>–</>;
  const found = emptiest(shares);
  if (found.length === 0) return <>{t('nothingEmpty')}</>;
  return (
    <Stack gap={0}>
      {found.map(([name, share]) => (
        <Text key={name} size="sm">
          {word(name)}: {formats.percent(share)}
        </Text>
      ))}
    </Stack>
  );
}
