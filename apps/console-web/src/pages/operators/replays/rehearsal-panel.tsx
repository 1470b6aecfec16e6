import { Alert, Button, Group, NumberInput, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTexts } from '../../../i18n/use-texts';
import { replayOf } from '../api/questions';
import type { Answer, Replay } from '../api/records';
import { useCommand } from '../api/use-command';
import type { PatchStep } from '../json/patch';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { Failure } from '../parts/failure';
import { PreviewedRecords } from './previewed-records';
import { isOver } from './replay-actions';
import { ReplayNumbers } from './replay-numbers';
import { replayTexts } from './texts';

interface RehearsalPanelProps {
  readonly choice: Readonly<Record<string, unknown>>;
  readonly count: number | undefined;
  readonly patch: readonly PatchStep[];
  /** Whether the draft can be sent at all. */
  readonly isReady: boolean;
}

const USUAL_RATE = 200;
const MOST_RATE = 5_000;

/** The dry run with what it says, and the request for the real one. */
export function RehearsalPanel({ choice, count, patch, isReady }: RehearsalPanelProps) {
  const t = useTexts(replayTexts);
  const [rate, setRate] = useState(USUAL_RATE);
  const [opened, dialog] = useDisclosure();
  const body = { filter: choice, ...(patch.length > 0 && { patch }) };
  const rehearsed = JSON.stringify(body);
  const [asked, setAsked] = useState<{ readonly id: string; readonly what: string }>();
  const rehearse = useCommand<Answer<Replay>>(({ data }) => setAsked({ id: data.id, what: rehearsed }));
  // What was rehearsed says nothing of a draft that was changed since.
  const isCurrent = asked?.what === rehearsed;
  return (
    <Paper withBorder p="md">
      <Stack gap="md">
        <Group gap="sm">
          <Button
            variant={isCurrent ? 'default' : 'filled'}
            disabled={!isReady}
            loading={rehearse.isPending}
            onClick={() => rehearse.mutate({ path: '/dlq/replays', body: { ...body, dry_run: true } })}
          >
            {t('rehearse')}
          </Button>
          <Text c="dimmed" size="sm">
            {t('rehearseHint')}
          </Text>
        </Group>
        <Failure error={rehearse.error} />
        {asked !== undefined && isCurrent && <Rehearsal id={asked.id} hasPatch={patch.length > 0} />}
        <Group gap="sm" align="flex-end">
          <NumberInput
            label={t('rate')}
            description={t('rateHint', { most: MOST_RATE })}
            value={rate}
            onChange={(value) => setRate(Number(value) || USUAL_RATE)}
            min={1}
            max={MOST_RATE}
            clampBehavior="strict"
            allowDecimal={false}
            w={240}
          />
          <Button disabled={!isReady} variant={isCurrent ? 'filled' : 'default'} onClick={dialog.open}>
            {patch.length > 0 ? t('request') : t('start')}
          </Button>
        </Group>
      </Stack>
      {opened && <RequestDialog {...{ body, rate, count, isCurrent }} onClose={dialog.close} />}
    </Paper>
  );
}

interface RequestDialogProps {
  readonly body: { readonly filter: object; readonly patch?: readonly PatchStep[] };
  readonly rate: number;
  readonly count: number | undefined;
  /** Whether a dry run has said what would become of exactly this. */
  readonly isCurrent: boolean;
  readonly onClose: () => void;
}

function RequestDialog({ body, rate, count, isCurrent, onClose }: RequestDialogProps) {
  const t = useTexts(replayTexts);
  const navigate = useNavigate();
  const request = useCommand<Answer<Replay>>(
    ({ data }) => void navigate({ to: '/operators/replays/$id', params: { id: data.id } }),
  );
  const hasPatch = body.patch !== undefined;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('requestTitle')}
      action={hasPatch ? t('requestAction') : t('startAction')}
      pending={request.isPending}
      error={request.error}
      onConfirm={() =>
        request.mutate({ path: '/dlq/replays', body: { ...body, dry_run: false, rate_limit_per_second: rate } })
      }
    >
      <Stack gap="xs">
        <Text>{count === undefined ? t('requestUncounted') : t('requestText', { count })}</Text>
        <Text>{hasPatch ? t('requestPatched') : t('requestPlain')}</Text>
        {!isCurrent && <Alert color="orange">{t('dryRunFirst')}</Alert>}
      </Stack>
    </ConfirmDialog>
  );
}

/** How the dry run goes and what came of it. */
function Rehearsal({ id, hasPatch }: { readonly id: string; readonly hasPatch: boolean }) {
  const t = useTexts(replayTexts);
  const { data, error } = useQuery(replayOf(id));
  if (error !== null) return <Failure error={error} />;
  if (data === undefined) return <Text role="status">{t('rehearsing')}</Text>;
  const replay = data.data;
  return (
    <Stack gap="sm" data-dry-run={replay.status} role="status">
      <Title order={3} size="h5">
        {isOver(replay.status) ? t('dryRunTitle') : t('rehearsing')}
      </Title>
      <ReplayNumbers replay={replay} />
      {isOver(replay.status) && hasPatch && <PreviewedRecords id={id} most={3} />}
    </Stack>
  );
}
