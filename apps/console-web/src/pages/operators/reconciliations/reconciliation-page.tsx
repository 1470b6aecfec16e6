import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { useTexts } from '../../../i18n/use-texts';
import type { Reconciliation } from '../api/operations';
import { reconciliationOf } from '../api/questions';
import type { Answer } from '../api/records';
import { useCommand } from '../api/use-command';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { Facts } from '../parts/facts';
import { ButtonLink } from '../parts/links';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';
import { ReportTable } from './report-table';
import { reconciliationTexts } from './texts';

const route = getRouteApi('/operators/reconciliations/$id');

/** One comparison with its report, down to the offsets. */
export function ReconciliationPage() {
  const t = useTexts(reconciliationTexts);
  const { id } = route.useParams();
  const found = useQuery(reconciliationOf(id));
  return (
    <Page title={t('oneTitle')}>
      <Answered query={found} height={560}>
        {({ data }) => <Told found={data} />}
      </Answered>
    </Page>
  );
}

function Told({ found }: { readonly found: Reconciliation }) {
  const t = useTexts(reconciliationTexts);
  const { lines } = route.useSearch();
  return (
    <Stack gap="lg" data-reconciliation={found.id} data-status={found.status}>
      <Group gap="sm">
        <StatusBadge status={found.status} />
        <ButtonLink
          variant="default"
          to="/operators/pipelines/$name/$id"
          params={{ name: 'reconciliation', id: found.id }}
        >
          {t('toRun')}
        </ButtonLink>
      </Group>
      <Verdict found={found} />
      <Facts
        facts={[
          [t('from'), <When key="from" at={found.from} />],
          [t('until'), <When key="until" at={found.until} />],
          [t('comparedAt'), <When key="compared" at={found.compared_at} />],
          [t('requestedBy'), found.requested_by],
        ]}
      />
      {found.gaps.length > 0 && (
        <Alert color="red" title={t('gaps')}>
          {found.gaps.map(({ topic, partition, from, to }) => (
            <Text size="sm" key={`${topic} ${partition} ${from}`}>
              {topic} / {partition}: {from}–{to}
            </Text>
          ))}
        </Alert>
      )}
      {found.difference !== null && <ReportTable lines={found.lines} shown={lines} />}
    </Stack>
  );
}

function Verdict({ found }: { readonly found: Reconciliation }) {
  const t = useTexts(reconciliationTexts);
  if (found.status === 'queued' || found.status === 'running') return <Alert role="status">{t('running')}</Alert>;
  if (found.status === 'failed' || found.status === 'cancelled' || found.difference === null) {
    return (
      <Alert color="red" title={t(found.status === 'cancelled' ? 'cancelled' : 'failed')} role="alert">
        {found.error?.detail} {t('failedAdvice')}
      </Alert>
    );
  }
  if (found.difference === 0) {
    return (
      <Alert color="green" title={t('agreed')} role="status" data-difference={0}>
        {t('agreedText')}
      </Alert>
    );
  }
  const isMended = found.repaired !== null && found.repaired > 0;
  return (
    <Alert
      color={isMended ? 'green' : 'red'}
      title={t('differs', { count: Math.abs(found.difference) })}
      role="status"
      data-difference={found.difference}
    >
      <Stack gap="xs" align="flex-start">
        {t('differsText')}
        {found.repaired !== null && <Text size="sm">{t('repaired', { count: found.repaired })}</Text>}
        {!found.repair && <MendButton found={found} />}
      </Stack>
    </Alert>
  );
}

/** The same period once more, this time mending what differs. */
function MendButton({ found: { from, until, difference } }: { readonly found: Reconciliation }) {
  const t = useTexts(reconciliationTexts);
  const navigate = useNavigate();
  const [opened, dialog] = useDisclosure();
  const mend = useCommand<Answer<Reconciliation>>(
    ({ data }) => void navigate({ to: '/operators/reconciliations/$id', params: { id: data.id } }),
  );
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        {t('repairNow')}
      </Button>
      {opened && (
        <ConfirmDialog
          opened
          onClose={dialog.close}
          title={t('repairTitle')}
          action={t('repair')}
          pending={mend.isPending}
          error={mend.error}
          onConfirm={() => mend.mutate({ path: '/reconciliations', body: { from, until, repair: true } })}
        >
          {t('repairText', { count: Math.abs(difference ?? 0) })}
        </ConfirmDialog>
      )}
    </>
  );
}
