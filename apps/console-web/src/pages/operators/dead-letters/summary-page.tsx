import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { DottedName } from '../../../components/dotted-name';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { EmptyState } from '../../../components/states/empty-state';
import { TruncatedNotice } from '../../../components/states/notices';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import { summaryOf } from '../api/questions';
import type { LetterGroup } from '../api/records';
import { ButtonLink, TextLink } from '../parts/links';
import { RowsTable } from '../parts/rows-table';
import { When } from '../parts/when';
import { reasonTexts } from '../words/reason-texts';
import { useWords } from '../words/use-words';
import { HourBars } from './hour-bars';
import { LetterFilterBar } from '../filter/letter-filter-bar';
import { isNarrowed, type LetterSearch, summaryQueryOf } from '../filter/letter-filter';
import { letterTexts } from './texts';

const route = getRouteApi('/operators/dlq');

/** What is refused, by reason and type: where an operator begins. */
export function SummaryPage() {
  const t = useTexts(letterTexts);
  const { cursor: _, ...filter } = route.useSearch();
  const groups = useQuery(summaryOf(summaryQueryOf(filter, 'reason,type')));
  const hours = useQuery(summaryOf(summaryQueryOf(filter, 'hour')));
  return (
    <Page
      title={t('title')}
      description={t('lead')}
      actions={
        <ButtonLink variant="default" to="/operators/dlq/records" search={filter}>
          {t('toList')}
        </ButtonLink>
      }
    >
      <LetterFilterBar filter={filter} fields={['reason', 'status', 'stage', 'type', 'source', 'from', 'until']} />
      <Answered query={groups} height={420}>
        {({ data, meta }) =>
          data.length === 0 ? (
            <NothingRefused filter={filter} />
          ) : (
            <Stack gap="lg">
              <Total groups={data} />
              {hours.data !== undefined && <HourBars groups={hours.data.data} />}
              {meta.truncated && <TruncatedNotice advice={t('truncated')} />}
              <Groups groups={data} filter={filter} />
            </Stack>
          )
        }
      </Answered>
    </Page>
  );
}

function NothingRefused({ filter }: { readonly filter: LetterSearch }) {
  const t = useTexts(letterTexts);
  const isFiltered = isNarrowed(filter) || filter.status !== undefined;
  return isFiltered ? (
    <EmptyState
      title={t('emptyFiltered')}
      advice={t('emptyFilteredAdvice')}
      actions={[{ label: t('showAll'), href: '/operators/dlq?status=all' }]}
    />
  ) : (
    <EmptyState
      title={t('emptySummary')}
      advice={t('emptySummaryAdvice')}
      actions={[{ label: t('showAll'), href: '/operators/dlq?status=all' }]}
    />
  );
}

function Total({ groups }: { readonly groups: readonly LetterGroup[] }) {
  const t = useTexts(letterTexts);
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return (
    <Group gap="xs" align="baseline" data-metric="dlq_records" data-value={total}>
      <Text size="xl" fw={650}>
        {t('records', { count: total })}
      </Text>
    </Group>
  );
}

function Groups({ groups, filter }: { readonly groups: readonly LetterGroup[]; readonly filter: LetterSearch }) {
  const t = useTexts(letterTexts);
  const formats = useFormats();
  const reason = useWords(reasonTexts);
  const searchOf = (group: LetterGroup): LetterSearch => ({
    ...filter,
    ...(group.reason !== undefined && { reason: group.reason }),
    ...(group.type !== undefined && { type: group.type }),
  });
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('groups')}
      </Title>
      <RowsTable
        label={t('groupsTable')}
        minWidth={860}
        rows={groups}
        keyOf={(group) => `${group.reason} ${group.type}`}
        attributesOf={(group) => ({ 'data-reason': group.reason ?? '', 'data-count': String(group.count) })}
        columns={[
          {
            title: t('reason'),
            cell: (group) => (
              <TextLink to="/operators/dlq/records" search={searchOf(group)}>
                {reason(group.reason ?? '')}
              </TextLink>
            ),
          },
          { title: t('type'), kind: 'name', cell: (group) => <DottedName name={group.type ?? t('noType')} /> },
          { title: t('count'), kind: 'number', cell: (group) => formats.number(group.count) },
          { title: t('rate'), kind: 'number', cell: (group) => formats.number(group.rate_per_minute, 1) },
          { title: t('oldest'), kind: 'when', cell: (group) => <When at={group.oldest} /> },
          { title: t('newest'), kind: 'when', cell: (group) => <When at={group.newest} /> },
        ]}
      />
    </Stack>
  );
}
