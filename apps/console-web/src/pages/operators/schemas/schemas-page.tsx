import { Alert, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { DottedName } from '../../../components/dotted-name';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { EmptyState } from '../../../components/states/empty-state';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import { schemasQuery } from '../api/questions';
import type { ListedSchema, SchemasAnswer } from '../api/records';
import { ButtonLink, TextLink } from '../parts/links';
import { RowsTable } from '../parts/rows-table';
import { useWords } from '../words/use-words';
import { schemaTexts } from './texts';
import { eventsOf } from './usage';

const route = getRouteApi('/operators/schemas');

/** Every type with how it is used, and the types that come in and nobody registered. */
export function SchemasPage() {
  const t = useTexts(schemaTexts);
  const { q = '' } = route.useSearch();
  const navigate = useNavigate();
  const schemas = useQuery(schemasQuery);
  return (
    <Page title={t('title')} description={t('lead')}>
      <Answered query={schemas} height={560}>
        {({ data, meta }) => (
          <Stack gap="lg">
            <Unregistered types={meta.unregistered} />
            {data.some(({ usage }) => usage === null) && <Alert color="orange">{t('usageAway')}</Alert>}
            <TextInput
              label={t('search')}
              value={q}
              maw={360}
              onChange={({ currentTarget }) =>
                void navigate({ to: '/operators/schemas', search: { q: currentTarget.value }, replace: true })
              }
            />
            <Types schemas={data.filter(({ type }) => type.toLowerCase().includes(q.trim().toLowerCase()))} />
          </Stack>
        )}
      </Answered>
    </Page>
  );
}

function Unregistered({ types }: { readonly types: SchemasAnswer['meta']['unregistered'] }) {
  const t = useTexts(schemaTexts);
  if (types.length === 0) return null;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('unregistered')}
        </Title>
        <Text c="dimmed">{t('unregisteredLead')}</Text>
        {types.map(({ type, records }) => (
          <Group key={type} gap="sm" data-unregistered={type}>
            <Text fw={600}>{type}</Text>
            <TextLink to="/operators/dlq/records" search={{ reason: 'SCHEMA_UNKNOWN', type }}>
              {t('toRecords', { count: records })}
            </TextLink>
            <ButtonLink
              size="compact-sm"
              variant="default"
              to="/operators/schemas/$type"
              params={{ type }}
              search={{ edit: 'new' }}
            >
              {t('register')}
            </ButtonLink>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

function Types({ schemas }: { readonly schemas: readonly ListedSchema[] }) {
  const t = useTexts(schemaTexts);
  const formats = useFormats();
  const word = useWords(schemaTexts);
  if (schemas.length === 0) return <EmptyState title={t('emptyTitle')} advice={t('emptyAdvice')} />;
  return (
    <RowsTable
      label={t('table')}
      minWidth={900}
      rows={schemas}
      keyOf={({ type }) => type}
      attributesOf={({ type }) => ({ 'data-type': type })}
      columns={[
        {
          title: t('type'),
          kind: 'name',
          cell: ({ type }) => (
            <TextLink to="/operators/schemas/$type" params={{ type }}>
              <DottedName name={type} />
            </TextLink>
          ),
        },
        { title: t('version'), kind: 'number', cell: ({ version }) => version },
        { title: t('mode'), cell: ({ mode }) => word(mode) },
        { title: t('owner'), cell: ({ owner }) => owner },
        { title: t('events'), kind: 'number', cell: ({ usage }) => formats.number(eventsOf(usage)) },
        {
          title: t('refused'),
          kind: 'number',
          cell: ({ type, refused }) =>
            refused === 0 ? (
              formats.number(refused)
            ) : (
              <TextLink to="/operators/dlq" search={{ type, status: 'all' }}>
                {formats.number(refused)}
              </TextLink>
            ),
        },
        {
          title: t('toleratedCount'),
          kind: 'number',
          cell: ({ tolerated_violations: count }) => formats.number(count),
        },
        {
          title: t('unknownCount'),
          kind: 'number',
          cell: ({ unknown_properties: count }) => formats.number(count),
        },
        { title: t('parked'), kind: 'number', cell: ({ parked }) => formats.number(parked) },
      ]}
    />
  );
}
