import { Paper, Stack, Text, Title } from '@mantine/core';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import type { UnknownProperty } from '../api/records';
import { RowsTable } from '../parts/rows-table';
import { When } from '../parts/when';
import { schemaTexts } from './texts';

/** What senders add and nobody registered, with how often. */
export function UnknownProperties({ properties }: { readonly properties: readonly UnknownProperty[] }) {
  const t = useTexts(schemaTexts);
  const formats = useFormats();
  if (properties.length === 0) return null;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('unknownProperties')}
        </Title>
        <Text c="dimmed">{t('unknownLead')}</Text>
        <RowsTable
          label={t('unknownProperties')}
          minWidth={520}
          rows={properties}
          keyOf={({ name }) => name}
          attributesOf={({ name }) => ({ 'data-unknown-property': name })}
          columns={[
            { title: t('property'), kind: 'long', cell: ({ name }) => name },
            { title: t('unknownEvents'), kind: 'number', cell: ({ events }) => formats.number(events) },
            { title: t('firstSeen'), kind: 'when', cell: ({ first_seen_at: at }) => <When at={at} /> },
            { title: t('lastReceived'), kind: 'when', cell: ({ last_seen_at: at }) => <When at={at} /> },
          ]}
        />
      </Stack>
    </Paper>
  );
}
