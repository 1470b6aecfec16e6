import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { EmptyState } from '../../../components/states/empty-state';
import { useFormats } from '../../../format/use-formats';
import type { Language } from '../../../i18n/languages';
import { useLanguage, useTexts } from '../../../i18n/use-texts';
import { schemaIfAny } from '../api/questions';
import type { SchemaOfType, SchemaVersion } from '../api/records';
import { Facts } from '../parts/facts';
import { JsonText } from '../parts/json-text';
import { ButtonLink } from '../parts/links';
import { RowsTable } from '../parts/rows-table';
import { When } from '../parts/when';
import { useWords } from '../words/use-words';
import { ModeDialog } from './mode-dialog';
import { NewVersion } from './new-version';
import { schemaTexts } from './texts';
import { ToleratedViolations } from './tolerated-violations';
import { UnknownProperties } from './unknown-properties';

const route = getRouteApi('/operators/schemas/$type');

/** One type with its versions; a new one is checked and registered here. */
export function SchemaPage() {
  const { type } = route.useParams();
  const schema = useQuery(schemaIfAny(type));
  return (
    <Page title={type}>
      <Answered query={schema} height={560}>
        {(known) => <Told type={type} known={known} />}
      </Answered>
    </Page>
  );
}

function Told({ type, known }: { readonly type: string; readonly known: SchemaOfType | null }) {
  const t = useTexts(schemaTexts);
  const { edit } = route.useSearch();
  const navigate = useNavigate();
  const write = (isWriting: boolean) =>
    void navigate({
      to: '/operators/schemas/$type',
      params: { type },
      search: (search: object) => ({ ...search, edit: isWriting ? 'new' : undefined }) as never,
    });
  if (edit !== undefined) {
    return <NewVersion type={type} latest={known?.versions.at(-1)} onClose={() => write(false)} />;
  }
  const action = { label: t('register'), onClick: () => write(true) };
  if (known === null) return <EmptyState title={t('unknownTitle')} advice={t('unknownAdvice')} actions={[action]} />;
  return (
    <Stack gap="lg">
      <Group gap="sm">
        <Button onClick={() => write(true)}>{t('newVersion')}</Button>
        {known.parked > 0 && (
          <ButtonLink variant="default" to="/operators/replays/new" search={{ reason: 'SCHEMA_UNKNOWN', type }}>
            {t('replayParked')}
          </ButtonLink>
        )}
      </Group>
      <ToleratedViolations violations={known.tolerated_violations} />
      <UnknownProperties properties={known.unknown_properties} />
      <Usage known={known} />
      <Versions type={type} versions={known.versions} />
    </Stack>
  );
}

function Usage({ known }: { readonly known: SchemaOfType }) {
  const t = useTexts(schemaTexts);
  const formats = useFormats();
  if (known.usage === null) return <Text c="dimmed">{t('usageAway')}</Text>;
  if (known.usage.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('usage')}
      </Title>
      <RowsTable
        label={t('usageTable')}
        minWidth={480}
        rows={known.usage}
        keyOf={({ version }) => String(version)}
        columns={[
          { title: t('version'), kind: 'number', cell: ({ version }) => version },
          { title: t('events'), kind: 'number', cell: ({ events }) => formats.number(events) },
          { title: t('violations'), kind: 'number', cell: ({ violations }) => formats.number(violations) },
          { title: t('lastReceived'), kind: 'when', cell: ({ last_received_at: at }) => <When at={at} /> },
        ]}
      />
    </Stack>
  );
}

function Versions({ type, versions }: { readonly type: string; readonly versions: readonly SchemaVersion[] }) {
  const t = useTexts(schemaTexts);
  const word = useWords(schemaTexts);
  const language = useLanguage();
  const { version: wanted } = route.useSearch();
  const navigate = useNavigate();
  const [isChanging, setChanging] = useState(false);
  const shown = versions.find(({ version }) => String(version) === wanted) ?? versions.at(-1);
  if (shown === undefined) return null;
  return (
    <Stack gap="md" data-version={shown.version}>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={t('version')}
          value={String(shown.version)}
          data={versions.map(({ version }) => String(version)).toReversed()}
          onChange={({ currentTarget }) =>
            void navigate({
              to: '/operators/schemas/$type',
              params: { type },
              search: { version: currentTarget.value },
              replace: true,
            })
          }
        />
        <Button variant="default" onClick={() => setChanging(true)}>
          {t('setMode')}
        </Button>
      </Group>
      <Facts
        facts={[
          [t('mode'), word(shown.mode)],
          [t('compatibility'), word(shown.compatibility)],
          [t('owner'), shown.owner],
          [t('description'), descriptionIn(language, shown)],
          [t('created'), <When key="created" at={shown.created_at} />],
          [t('createdBy'), shown.created_by],
        ]}
      />
      <JsonText value={shown.schema} label={t('schema')} />
      {shown.example !== null && <JsonText value={shown.example} label={t('example')} />}
      {isChanging && <ModeDialog version={shown} onClose={() => setChanging(false)} />}
    </Stack>
  );
}

/** The catalogue's own schemas tell in both languages what they are of. */
function descriptionIn(language: Language, { schema, description }: SchemaVersion): string | undefined {
  const russian = schema['x-description-ru'];
  if (language === 'ru' && typeof russian === 'string') return russian;
  return description === '' ? undefined : description;
}
