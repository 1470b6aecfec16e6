import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import type { PipelineRun } from '../api/operations';
import { runOf } from '../api/questions';
import type { Answer } from '../api/records';
import { useCommand } from '../api/use-command';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { Facts } from '../parts/facts';
import { JsonText } from '../parts/json-text';
import { ButtonLink } from '../parts/links';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';
import { pipelineTexts } from './texts';

const route = getRouteApi('/operators/pipelines/$name/$id');

/** One run with its log. */
export function RunPage() {
  const t = useTexts(pipelineTexts);
  const { name, id } = route.useParams();
  const run = useQuery(runOf(name, id));
  return (
    <Page title={t('runTitle', { name })}>
      <Answered query={run} height={560}>
        {({ data }) => <Told run={data} />}
      </Answered>
    </Page>
  );
}

function Told({ run }: { readonly run: PipelineRun }) {
  const t = useTexts(pipelineTexts);
  const formats = useFormats();
  const isGoing = run.status === 'queued' || run.status === 'running';
  return (
    <Stack gap="lg" data-run={run.id} data-status={run.status}>
      <Group gap="sm">
        <StatusBadge status={run.status} />
        {isGoing && <CancelButton run={run} />}
        {run.pipeline === 'reconciliation' && !isGoing && (
          <ButtonLink variant="default" to="/operators/reconciliations/$id" params={{ id: run.id }}>
            {t('report')}
          </ButtonLink>
        )}
      </Group>
      {run.error !== null && (
        <Alert color="red" title={t('error')} role="alert">
          <Text size="sm">
            {run.error.code}: {run.error.detail}
          </Text>
          <Text size="sm">{t('errorAdvice')}</Text>
        </Alert>
      )}
      <Facts
        facts={[
          [t('requestedBy'), run.requested_by],
          [t('requestedAt'), <When key="asked" at={run.requested_at} />],
          [t('startedAt'), <When key="started" at={run.started_at} />],
          [t('finishedAt'), <When key="finished" at={run.finished_at} />],
          [t('processed'), formats.number(run.processed_records)],
          [t('attempts'), formats.number(run.attempts)],
          [t('version'), run.code_version],
          [t('outputHash'), run.output_hash],
        ]}
      />
      {Object.keys(run.parameters).length > 0 && <JsonText value={run.parameters} label={t('parameters')} />}
      {run.log === '' ? <Text c="dimmed">{t('noLog')}</Text> : <JsonText value={run.log} label={t('log')} />}
      {run.input_manifest !== null && <JsonText value={run.input_manifest} label={t('manifest')} />}
    </Stack>
  );
}

function CancelButton({ run: { id, pipeline } }: { readonly run: PipelineRun }) {
  const t = useTexts(pipelineTexts);
  const [opened, dialog] = useDisclosure();
  const cancel = useCommand<Answer<PipelineRun>>(dialog.close);
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        {t('cancel')}
      </Button>
      {opened && (
        <ConfirmDialog
          opened
          onClose={dialog.close}
          title={t('cancelTitle')}
          action={t('cancelAction')}
          color="red.9"
          pending={cancel.isPending}
          error={cancel.error}
          onConfirm={() => cancel.mutate({ path: `/pipelines/${pipeline}/runs/${id}/cancel` })}
        >
          {t('cancelText')}
        </ConfirmDialog>
      )}
    </>
  );
}
