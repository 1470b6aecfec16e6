import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { hasRole, useMe } from '../../../api/me';
import { useTexts } from '../../../i18n/use-texts';
import { schemaIfAny } from '../api/questions';
import type { DeadLetterDetail } from '../api/records';
import { eventLines } from '../json/event-check';
import { isMembers } from '../json/pointer';
import { JsonText } from '../parts/json-text';
import { EventLines } from './event-lines';
import { letterTexts } from '../dead-letters/texts';

const NOTES = {
  masked: 'payloadMasked',
  revealed: 'payloadRevealed',
  not_kept: 'payloadNotKept',
  locked: 'payloadLocked',
} as const;

/** The event beside the schema it was held to, line by line, and as JSON. */
export function LetterPayload({ letter }: { readonly letter: DeadLetterDetail }) {
  const t = useTexts(letterTexts);
  const { event_type: type, payload, payload_state: state, pointer, keyword } = letter;
  const isKept = state === 'masked' || state === 'revealed';
  // Who may only reveal records may not read schemas: the record is shown without its neighbour then.
  const mayCompare = hasRole(useMe(), 'analytics_operator', 'platform_admin');
  const schema = useQuery({ ...schemaIfAny(type ?? ''), enabled: isKept && mayCompare && type !== null });
  const versions = schema.data?.versions ?? [];
  const version = versions.find((each) => each.version === letter.schema_version) ?? versions.at(-1);
  return (
    <Stack gap="sm">
      <Alert color={state === 'masked' ? 'gray' : 'orange'} role="status">
        {t(NOTES[state])}
      </Alert>
      {isKept && schema.isLoading && <Skeleton height={240} />}
      {isKept && !schema.isLoading && (
        <Text c="dimmed" size="sm">
          {version === undefined ? t('noSchema') : t('comparedWith', { version: version.version })}
        </Text>
      )}
      {isKept && !schema.isLoading && isMembers(payload) && (
        <EventLines lines={eventLines(payload, version?.schema, { pointer, keyword })} />
      )}
      {isKept && <JsonText value={payload} label={t('raw')} />}
    </Stack>
  );
}
