import { Alert, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { hasRole, useMe } from '../../../api/me';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import { letterOf } from '../api/questions';
import type { DeadLetterDetail } from '../api/records';
import { Facts } from '../parts/facts';
import { ButtonLink, TextLink } from '../parts/links';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';
import { reasonTexts, remedyTexts, statusTexts } from '../words/reason-texts';
import { useTold } from '../words/said';
import { useWords } from '../words/use-words';
import { LetterPayload } from './letter-payload';
import { RevealButton } from './reveal-button';
import { letterTexts } from '../dead-letters/texts';

const route = getRouteApi('/operators/records/$id');

/** One refused event: why, from where, beside its schema, and what can be done. */
export function LetterPage() {
  const t = useTexts(letterTexts);
  const { id } = route.useParams();
  const letter = useQuery(letterOf(id));
  return (
    <Page title={t('recordTitle')}>
      <Answered query={letter} height={640}>
        {({ data }) => <Letter key={data.id} letter={data} />}
      </Answered>
    </Page>
  );
}

function Letter({ letter }: { readonly letter: DeadLetterDetail }) {
  const t = useTexts(letterTexts);
  const me = useMe();
  const reason = useWords(reasonTexts);
  const remedy = useWords(remedyTexts);
  const told = useTold();
  // What was revealed lives on this page only: leaving it, or a new question, masks it again.
  const [revealed, setRevealed] = useState<DeadLetterDetail>();
  const isOperator = hasRole(me, 'analytics_operator', 'platform_admin');
  return (
    <Stack gap="lg" data-record={letter.id} data-status={letter.status}>
      <Group gap="sm">
        <Title order={2} size="h3">
          {reason(letter.reason)}
        </Title>
        <StatusBadge status={letter.status} />
      </Group>
      <Text>
        {letter.pointer !== null && (
          <Text component="span" ff="monospace" fw={600}>
            {letter.pointer}{' '}
          </Text>
        )}
        {told(letter.detail)}
      </Text>
      <Alert color="blue" title={t('remedy')}>
        {remedy(letter.reason)}
      </Alert>
      {isOperator && (
        <Group gap="sm">
          {letter.status === 'open' && (
            <ButtonLink to="/operators/replays/new" search={{ ids: letter.id, how: 'form' }}>
              {t('replay')}
            </ButtonLink>
          )}
          {letter.source !== null && letter.event_id !== null && (
            <ButtonLink variant="default" to="/operators/trace" search={{ source: letter.source, id: letter.event_id }}>
              {t('trace')}
            </ButtonLink>
          )}
        </Group>
      )}
      <Paper withBorder p="md">
        <Origin letter={letter} />
      </Paper>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t('payload')}
          </Title>
          {revealed === undefined &&
            letter.payload_state === 'masked' &&
            hasRole(me, 'platform_admin', 'privacy_officer') && (
              <RevealButton id={letter.id} onRevealed={setRevealed} />
            )}
        </Group>
        <LetterPayload letter={revealed ?? letter} />
      </Stack>
    </Stack>
  );
}

function Origin({ letter }: { readonly letter: DeadLetterDetail }) {
  const t = useTexts(letterTexts);
  const formats = useFormats();
  const status = useWords(statusTexts);
  const { topic, partition, offset, timestamp } = letter.origin;
  return (
    <Facts
      facts={[
        [t('type'), letter.event_type ?? t('noType')],
        [t('source'), letter.source],
        [t('eventId'), letter.event_id],
        [t('stage'), status(letter.stage)],
        [t('rule'), letter.keyword],
        [
          t('schemaVersion'),
          letter.schema_version !== null && letter.event_type !== null ? (
            <TextLink
              to="/operators/schemas/$type"
              params={{ type: letter.event_type }}
              search={{ version: String(letter.schema_version) }}
            >
              {letter.schema_version}
            </TextLink>
          ) : undefined,
        ],
        [t('firstSeen'), <When key="first" at={letter.first_seen_at} />],
        [t('lastSeen'), <When key="last" at={letter.last_seen_at} />],
        [t('attempts'), formats.number(letter.attempts)],
        [t('replays'), formats.number(letter.replay_count)],
        [t('retriable'), letter.retriable ? t('retriableYes') : t('retriableNo')],
        [t('processor'), letter.processor],
        [
          t('origin'),
          <>
            {topic} / {partition} / {offset}, <When at={timestamp} />
          </>,
        ],
        [t('traceId'), letter.trace_id],
        [t('discardReason'), letter.discarded_reason],
      ]}
    />
  );
}
