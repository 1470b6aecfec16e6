import { Checkbox, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { DottedName } from '../../../components/dotted-name';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { EmptyState } from '../../../components/states/empty-state';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import { lettersOf } from '../api/questions';
import type { DeadLetter } from '../api/records';
import { ButtonLink, TextLink } from '../parts/links';
import { Pager } from '../parts/pager';
import { type Column, RowsTable } from '../parts/rows-table';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';
import { reasonTexts } from '../words/reason-texts';
import { useTold } from '../words/said';
import { useWords } from '../words/use-words';
import { ChoiceBar } from '../filter/choice-bar';
import { listQueryOf, MOST_CHOSEN } from '../filter/letter-filter';
import { LetterFilterBar } from '../filter/letter-filter-bar';
import { letterTexts } from './texts';

const route = getRouteApi('/operators/dlq/records');

/** The refused events themselves, newest first, to be opened or chosen. */
export function LettersPage() {
  const t = useTexts(letterTexts);
  const { cursor, ...filter } = route.useSearch();
  const letters = useQuery(
    lettersOf({ ...listQueryOf({ ...filter, ...(cursor !== undefined && { cursor }) }), limit: MOST_CHOSEN }),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen && next.size < MOST_CHOSEN) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const { ids: _, ...search } = filter;
  return (
    <Page
      title={t('listTitle')}
      actions={
        <ButtonLink variant="default" to="/operators/dlq" search={search}>
          {t('toSummary')}
        </ButtonLink>
      }
    >
      <LetterFilterBar
        filter={filter}
        fields={['reason', 'status', 'stage', 'type', 'source', 'text', 'key', 'from', 'until']}
      />
      <ChoiceBar filter={filter} chosen={chosen} onDone={() => setChosen(new Set())} />
      <Answered query={letters} height={480}>
        {({ data, meta }) =>
          data.length === 0 ? (
            <EmptyState
              title={t('emptyFiltered')}
              advice={t('emptyFilteredAdvice')}
              actions={[{ label: t('showAll'), href: '/operators/dlq/records?status=all' }]}
            />
          ) : (
            <Stack gap="md">
              <Letters letters={data} chosen={chosen} onChoose={choose} />
              <Group justify="space-between">
                <Text size="sm" c="dimmed">
                  {t('records', { count: data.length })}
                </Text>
                <Pager cursor={cursor} next={meta.next_cursor} />
              </Group>
            </Stack>
          )
        }
      </Answered>
    </Page>
  );
}

interface LettersProps {
  readonly letters: readonly DeadLetter[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (id: string, isChosen: boolean) => void;
}

function Letters({ letters, chosen, onChoose }: LettersProps) {
  const t = useTexts(letterTexts);
  const formats = useFormats();
  const reason = useWords(reasonTexts);
  const told = useTold();
  const columns: Column<DeadLetter>[] = [
    {
      title: '✓',
      cell: ({ id, status }) => (
        <Checkbox
          aria-label={t('select', { id: id.slice(0, 8) })}
          checked={chosen.has(id)}
          disabled={status !== 'open'}
          onChange={({ currentTarget }) => onChoose(id, currentTarget.checked)}
        />
      ),
    },
    {
      title: t('reason'),
      cell: ({ id, reason: code }) => (
        <TextLink to="/operators/records/$id" params={{ id }}>
          {reason(code)}
        </TextLink>
      ),
    },
    {
      title: t('what'),
      kind: 'long',
      cell: ({ pointer, detail }) => (
        <>
          {pointer !== null && (
            <Text component="span" ff="monospace" size="sm">
              {pointer}{' '}
            </Text>
          )}
          {told(detail)}
        </>
      ),
    },
    {
      title: t('type'),
      kind: 'name',
      cell: ({ event_type: type, source }) => (
        <>
          <DottedName name={type ?? t('noType')} />
          <Text size="xs" c="dimmed">
            {source}
          </Text>
        </>
      ),
    },
    { title: t('status'), cell: ({ status }) => <StatusBadge status={status} /> },
    { title: t('attempts'), kind: 'number', cell: ({ attempts }) => formats.number(attempts) },
    { title: t('lastSeen'), kind: 'when', cell: ({ last_seen_at: at }) => <When at={at} /> },
  ];
  return (
    <RowsTable
      label={t('lettersTable')}
      minWidth={900}
      rows={letters}
      columns={columns}
      keyOf={({ id }) => id}
      attributesOf={({ id, status }) => ({ 'data-record': id, 'data-status': status })}
    />
  );
}
