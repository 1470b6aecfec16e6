import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { EmptyState } from '../../../components/states/empty-state';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import { offersQuery, replaysOf } from '../api/questions';
import type { Replay } from '../api/records';
import { ChoiceWords } from '../filter/choice-words';
import { searchOfChoice } from '../filter/letter-filter';
import { ButtonLink, TextLink } from '../parts/links';
import { Pager } from '../parts/pager';
import { RowsTable } from '../parts/rows-table';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';
import { replayTexts } from './texts';

const route = getRouteApi('/operators/replays');
const AWAITING = 'awaiting_approval';

/** Replays newest first; those that await approval are one press away. */
export function ReplaysPage() {
  const t = useTexts(replayTexts);
  const { status, cursor } = route.useSearch();
  const replays = useQuery(replaysOf({ status, cursor }));
  return (
    <Page title={t('title')} description={t('lead')}>
      <Offers />
      <Group gap="xs" component="nav" aria-label={t('status')}>
        <ButtonLink variant={status === AWAITING ? 'default' : 'light'} to="/operators/replays" search={{}}>
          {t('allReplays')}
        </ButtonLink>
        <ButtonLink
          variant={status === AWAITING ? 'light' : 'default'}
          to="/operators/replays"
          search={{ status: AWAITING }}
        >
          {t('awaiting')}
        </ButtonLink>
      </Group>
      <Answered query={replays} height={420}>
        {({ data, meta }) =>
          data.length === 0 ? (
            <EmptyState
              title={status === AWAITING ? t('emptyAwaiting') : t('emptyTitle')}
              advice={status === AWAITING ? t('emptyAwaitingAdvice') : t('emptyAdvice')}
              actions={[{ label: t('toRejected'), href: '/operators/dlq' }]}
            />
          ) : (
            <Stack gap="md">
              <Replays replays={data} />
              <Pager cursor={cursor} next={meta.next_cursor} />
            </Stack>
          )
        }
      </Answered>
    </Page>
  );
}

function Replays({ replays }: { readonly replays: readonly Replay[] }) {
  const t = useTexts(replayTexts);
  const formats = useFormats();
  return (
    <RowsTable
      label={t('table')}
      minWidth={980}
      rows={replays}
      keyOf={({ id }) => id}
      attributesOf={({ id, status }) => ({ 'data-replay': id, 'data-status': status })}
      columns={[
        { title: t('requestedAt'), kind: 'when', cell: ({ requested_at: at }) => <When at={at} /> },
        { title: t('status'), cell: ({ status }) => <StatusBadge status={status} /> },
        {
          title: t('what'),
          kind: 'long',
          cell: (replay) => (
            <Stack gap={2}>
              <TextLink to="/operators/replays/$id" params={{ id: replay.id }}>
                {replay.dry_run ? t('dryRun') : t('real')}, {replay.patch === null ? t('withoutPatch') : t('withPatch')}
              </TextLink>
              <Text size="sm" component="div">
                <ChoiceWords choice={replay.filter} />
              </Text>
            </Stack>
          ),
        },
        { title: t('requestedBy'), cell: ({ requested_by: who }) => who },
        { title: t('selected'), kind: 'number', cell: ({ selected }) => formats.number(selected) },
        { title: t('succeeded'), kind: 'number', cell: ({ succeeded }) => formats.number(succeeded) },
        { title: t('failedAgain'), kind: 'number', cell: ({ failed_again: count }) => formats.number(count) },
      ]}
    />
  );
}

/** Events that came before their type was known, and could come in by now. */
function Offers() {
  const t = useTexts(replayTexts);
  const { data } = useQuery(offersQuery);
  if (data === undefined || data.data.length === 0) return null;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('offers')}
        </Title>
        <Text c="dimmed">{t('offersLead')}</Text>
        {data.data.map(({ type, records, filter }) => (
          <Group key={type} gap="sm" data-offer={type}>
            <Text>
              {type}: {t('offer', { count: records })}
            </Text>
            <ButtonLink size="compact-sm" to="/operators/replays/new" search={searchOfChoice(filter)}>
              {t('offerReplay')}
            </ButtonLink>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
