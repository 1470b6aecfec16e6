import { Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { EmptyState } from '../../../components/states/empty-state';
import { LoadingState } from '../../../components/states/loading-state';
import { useTexts } from '../../../i18n/use-texts';
import { letterOf, lettersOf, summaryOf } from '../api/questions';
import type { DeadLetterDetail } from '../api/records';
import { ChoiceWords } from '../filter/choice-words';
import { choiceOf, idsIn, type LetterFilter, listQueryOf, summaryQueryOf } from '../filter/letter-filter';
import { type Draft, EMPTY_DRAFT, patchOf, wayOf } from '../patch-editor/draft';
import { PatchEditor } from '../patch-editor/patch-editor';
import { PatchPreview, PatchSteps } from '../patch-editor/patch-preview';
import { RehearsalPanel } from './rehearsal-panel';
import { replayTexts } from './texts';

const route = getRouteApi('/operators/replays/new');

/** From chosen records to a replay: what is changed, what it does to a sample, what it would do to all, then the request. */
export function NewReplayPage() {
  const t = useTexts(replayTexts);
  const { how: _, cursor: __, status: ___, ...filter } = route.useSearch();
  const sample = useSample(filter);
  const count = useCount(filter);
  return (
    <Page title={t('newTitle')}>
      <Paper withBorder p="md">
        <Stack gap={4}>
          <Title order={2} size="h4">
            {t('which')}
          </Title>
          <ChoiceWords choice={choiceOf(filter)} />
          {count !== undefined && (
            <Text fw={600} data-metric="selected_records" data-value={count}>
              {t('count', { count })}
            </Text>
          )}
        </Stack>
      </Paper>
      {sample.isMissing ? (
        <EmptyState
          title={t('noSample')}
          actions={[{ label: t('toRejected'), href: '/operators/dlq' }]}
          advice={t('emptyAdvice')}
        />
      ) : sample.query === undefined ? (
        <LoadingState height={480} />
      ) : (
        <Answered query={sample.query} height={480}>
          {({ data }) => <Mending key={data.id} filter={filter} count={count} letter={data} />}
        </Answered>
      )}
    </Page>
  );
}

interface MendingProps {
  readonly filter: LetterFilter;
  readonly count: number | undefined;
  readonly letter: DeadLetterDetail;
}

function Mending({ filter, count, letter }: MendingProps) {
  const t = useTexts(replayTexts);
  const { how } = route.useSearch();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>(() => startOf(letter));
  const way = wayOf(how);
  const patch = patchOf(way, draft, letter.payload);
  const isReady = patch.problem === undefined && (way === 'none' || patch.steps.length > 0);
  return (
    <Stack gap="lg">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('how')}
        </Title>
        <PatchEditor
          {...{ way, draft, patch, onDraft: setDraft, sample: letter.payload }}
          onWay={(chosen) =>
            void navigate({ to: '.', search: (search) => ({ ...search, how: chosen }) as never, replace: true })
          }
        />
        {way !== 'none' && <PatchSteps steps={patch.steps} />}
        <PatchPreview sample={letter.payload} steps={patch.steps} />
      </Stack>
      <RehearsalPanel choice={choiceOf(filter)} count={count} patch={patch.steps} isReady={isReady} />
    </Stack>
  );
}

/** The form begins at the member that was at fault. */
const startOf = ({ pointer }: DeadLetterDetail): Draft =>
  pointer === null ? EMPTY_DRAFT : { ...EMPTY_DRAFT, changes: [{ ...EMPTY_DRAFT.changes[0]!, pointer }] };

/** The first record of the choice stands for all of them. */
function useSample(filter: LetterFilter) {
  const [chosen] = idsIn(filter.ids);
  const list = useQuery({ ...lettersOf({ ...listQueryOf(filter), limit: 1 }), enabled: chosen === undefined });
  const id = chosen ?? list.data?.data[0]?.id;
  const letter = useQuery({ ...letterOf(id ?? ''), enabled: id !== undefined, staleTime: Infinity });
  if (id !== undefined) return { query: letter, isMissing: false };
  if (list.isError) return { query: letter, isMissing: false };
  return { query: undefined, isMissing: list.data !== undefined };
}

function useCount(filter: LetterFilter): number | undefined {
  const isOneByOne = filter.ids !== undefined;
  const isCountable = !isOneByOne && filter.text === undefined;
  const sums = useQuery({ ...summaryOf(summaryQueryOf(filter, '')), enabled: isCountable });
  if (isOneByOne) return idsIn(filter.ids).length;
  return isCountable ? sums.data?.data.reduce((sum, group) => sum + group.count, 0) : undefined;
}
