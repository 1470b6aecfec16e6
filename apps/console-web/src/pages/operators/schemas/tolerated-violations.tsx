import { Paper, Stack, Text, Title } from '@mantine/core';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import type { ToleratedViolation } from '../api/records';
import { RowsTable } from '../parts/rows-table';
import { When } from '../parts/when';
import { schemaTexts } from './texts';

/** What the mode `reject` would refuse. */
export function ToleratedViolations({ violations }: { readonly violations: readonly ToleratedViolation[] }) {
  const t = useTexts(schemaTexts);
  const formats = useFormats();
  if (violations.length === 0) return null;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('tolerated')}
        </Title>
        <Text c="dimmed">{t('toleratedLead')}</Text>
        <RowsTable
          label={t('tolerated')}
          minWidth={640}
          rows={violations}
          keyOf={({ version, rule, pointer }) => `${version} ${rule} ${pointer}`}
          attributesOf={({ pointer }) => ({ 'data-tolerated-violation': pointer })}
          columns={[
            { title: t('place'), kind: 'long', cell: ({ pointer }) => pointer },
            { title: t('rule'), cell: ({ rule }) => rule },
            { title: t('version'), kind: 'number', cell: ({ version }) => version },
            { title: t('toleratedEvents'), kind: 'number', cell: ({ events }) => formats.number(events) },
            { title: t('firstSeen'), kind: 'when', cell: ({ first_seen_at: at }) => <When at={at} /> },
            { title: t('lastReceived'), kind: 'when', cell: ({ last_seen_at: at }) => <When at={at} /> },
          ]}
        />
      </Stack>
    </Paper>
  );
}
