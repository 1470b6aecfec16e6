import { Alert, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTexts } from '../../../i18n/use-texts';
import { summaryOf } from '../api/questions';
import { useCommand } from '../api/use-command';
import type { Answer } from '../api/records';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { ButtonLink } from '../parts/links';
import { choiceOf, isNarrowed, isReplayable, type LetterFilter, MOST_CHOSEN, summaryQueryOf } from './letter-filter';
import { letterTexts } from '../dead-letters/texts';

interface ChoiceBarProps {
  readonly filter: LetterFilter;
  readonly chosen: ReadonlySet<string>;
  /** After records were set aside. */
  readonly onDone: () => void;
}

/** What can be done with the records chosen one by one, or with all of the filter. */
export function ChoiceBar({ filter, chosen, onDone }: ChoiceBarProps) {
  const t = useTexts(letterTexts);
  const isOneByOne = chosen.size > 0;
  const choice: LetterFilter = isOneByOne ? { ids: [...chosen].join(',') } : withoutStatus(filter);
  const [opened, dialog] = useDisclosure();
  const discard = useCommand<Answer<{ readonly discarded: number }>>(() => {
    dialog.close();
    onDone();
  });
  if (!isNarrowed(choice)) return <Text c="dimmed">{t('narrowFirst')}</Text>;
  return (
    <>
      {discard.data !== undefined && (
        <Alert color="green" role="status">
          {t('discarded', { count: discard.data.data.discarded })}
        </Alert>
      )}
      <Group gap="sm">
        {isOneByOne && <Text>{t('chosen', { count: chosen.size })}</Text>}
        {isReplayable(choice) ? (
          <ButtonLink to="/operators/replays/new" search={choice}>
            {isOneByOne ? t('replayChosen') : t('replayAll')}
          </ButtonLink>
        ) : (
          <Text c="dimmed">{t('keyOnly')}</Text>
        )}
        <Button variant="default" onClick={dialog.open}>
          {t('discard')}
        </Button>
        {chosen.size >= MOST_CHOSEN && <Text c="dimmed">{t('chosenMost', { most: MOST_CHOSEN })}</Text>}
      </Group>
      {opened && (
        <ConfirmDialog
          opened
          onClose={dialog.close}
          title={t('discardTitle')}
          action={t('discardAction')}
          color="red.9"
          wantsReason
          pending={discard.isPending}
          error={discard.error}
          onConfirm={(why) =>
            discard.mutate({ path: '/dlq/discard', body: { filter: choiceOf(choice), reason_text: why } })
          }
        >
          <HowMany choice={choice} />
        </ConfirmDialog>
      )}
    </>
  );
}

/** How many records it will be, as far as that can be known before. */
function HowMany({ choice }: { readonly choice: LetterFilter }) {
  const t = useTexts(letterTexts);
  const isCountable = choice.key === undefined && choice.text === undefined;
  const sums = useQuery({ ...summaryOf(summaryQueryOf(choice, '')), enabled: isCountable && choice.ids === undefined });
  const count = choice.ids?.split(',').length ?? sums.data?.data.reduce((sum, group) => sum + group.count, 0);
  return <>{count === undefined ? t('discardUncounted') : t('discardText', { count })}</>;
}

const withoutStatus = ({ status: _, ...filter }: LetterFilter): LetterFilter => filter;
