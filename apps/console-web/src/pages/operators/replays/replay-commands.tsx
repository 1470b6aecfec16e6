import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../../../api/me';
import { useTexts } from '../../../i18n/use-texts';
import type { Answer, Replay } from '../api/records';
import { useCommand } from '../api/use-command';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { CopyText } from '../parts/copy-text';
import { Failure } from '../parts/failure';
import { isBad, offeredTo, progressOf, type ReplayCommand } from './replay-actions';
import { replayTexts } from './texts';

const ASKED_AGAIN: readonly ReplayCommand[] = ['approve', 'cancel'];

/** What this person may do with the replay now, and why not more. */
export function ReplayCommands({ replay }: { readonly replay: Replay }) {
  const t = useTexts(replayTexts);
  const me = useMe();
  const [confirmed, setConfirmed] = useState<ReplayCommand>();
  const command = useCommand<Answer<Replay>>(() => setConfirmed(undefined));
  const { commands, needsAnother } = offeredTo(me, replay);
  const send = (name: ReplayCommand) => command.mutate({ path: `/dlq/replays/${replay.id}/${name}` });
  const { waiting } = progressOf(replay);
  return (
    <Stack gap="sm">
      <Situation replay={replay} needsAnother={needsAnother} />
      {confirmed === undefined && <Failure error={command.error} />}
      {commands.length > 0 && (
        <Group gap="sm">
          {commands.map((name) => (
            <Button
              key={name}
              variant={name === 'approve' || name === 'resume' ? 'filled' : 'default'}
              loading={command.isPending && command.variables.path.endsWith(name)}
              onClick={() => (ASKED_AGAIN.includes(name) ? setConfirmed(name) : send(name))}
            >
              {t(name)}
            </Button>
          ))}
        </Group>
      )}
      {(confirmed === 'approve' || confirmed === 'cancel') && (
        <ConfirmDialog
          opened
          onClose={() => setConfirmed(undefined)}
          title={t(`${confirmed}Title`)}
          action={t(`${confirmed}Action`)}
          color={confirmed === 'cancel' ? 'red.9' : undefined}
          pending={command.isPending}
          error={command.error}
          onConfirm={() => send(confirmed)}
        >
          {t(`${confirmed}Text`, { count: waiting })}
        </ConfirmDialog>
      )}
    </Stack>
  );
}

function Situation({ replay, needsAnother }: { readonly replay: Replay; readonly needsAnother: boolean }) {
  const t = useTexts(replayTexts);
  if (needsAnother) {
    return (
      <Alert color="violet" title={t('selfTitle')} role="status" data-code="SELF_APPROVAL">
        <Stack gap="xs" align="flex-start">
          <Text size="sm">
            {t('selfText')} <Code>SELF_APPROVAL</Code>
          </Text>
          <CopyText text={location.href} what={t('copyLink')} />
        </Stack>
      </Alert>
    );
  }
  if (replay.status === 'awaiting_approval') {
    return (
      <Alert color="violet" title={t('otherTitle')} role="status">
        {t('otherText', { who: replay.requested_by })}
      </Alert>
    );
  }
  if (!isBad(replay.status)) return null;
  const isStopped = replay.status === 'stopped_failing';
  return (
    <Alert color="red" title={isStopped ? t('stoppedTitle') : t('failedTitle')} role="alert">
      {isStopped ? t('stoppedText') : t('failedText')} {replay.failure}
    </Alert>
  );
}
