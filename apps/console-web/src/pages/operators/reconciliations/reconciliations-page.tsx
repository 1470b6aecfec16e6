import { Button, Checkbox, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { InstantField } from '../../../components/fields/instant-field';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { EmptyState } from '../../../components/states/empty-state';
import { useTexts } from '../../../i18n/use-texts';
import type { PipelineRun, Reconciliation } from '../api/operations';
import { runsOf } from '../api/questions';
import type { Answer } from '../api/records';
import { useCommand } from '../api/use-command';
import { Failure } from '../parts/failure';
import { TextLink } from '../parts/links';
import { Pager } from '../parts/pager';
import { RowsTable } from '../parts/rows-table';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';
import { usualPeriod } from './report-lines';
import { reconciliationTexts } from './texts';

const route = getRouteApi('/operators/reconciliations');

/** Starts a comparison of lake and warehouse, and leads to those that were made. */
export function ReconciliationsPage() {
  const t = useTexts(reconciliationTexts);
  const { cursor } = route.useSearch();
  const runs = useQuery(runsOf('reconciliation', { cursor }));
  return (
    <Page title={t('title')} description={t('lead')}>
      <StartForm />
      <Title order={2} size="h4">
        {t('runs')}
      </Title>
      <Answered query={runs} height={320}>
        {({ data, meta }) =>
          data.length === 0 ? (
            <EmptyState title={t('emptyTitle')} advice={t('emptyAdvice')} />
          ) : (
            <Stack gap="md">
              <Runs runs={data} />
              <Pager cursor={cursor} next={meta.next_cursor} />
            </Stack>
          )
        }
      </Answered>
    </Page>
  );
}

function StartForm() {
  const t = useTexts(reconciliationTexts);
  const navigate = useNavigate();
  const [period, setPeriod] = useState(() => usualPeriod(new Date()));
  const [repair, setRepair] = useState(false);
  const start = useCommand<Answer<Reconciliation>>(
    ({ data }) => void navigate({ to: '/operators/reconciliations/$id', params: { id: data.id } }),
  );
  const isWrong = period.from === '' || period.until === '' || period.from >= period.until;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isWrong) start.mutate({ path: '/reconciliations', body: { ...period, repair } });
  };
  return (
    <Paper withBorder p="md">
      <Stack gap="sm" component="form" onSubmit={submit as never} aria-label={t('start')}>
        <Title order={2} size="h4">
          {t('start')}
        </Title>
        <Text c="dimmed">{t('period')}</Text>
        <Group gap="sm" align="flex-start">
          <InstantField
            label={t('from')}
            value={period.from}
            onChange={(from) => setPeriod({ ...period, from })}
            required
          />
          <InstantField
            label={t('until')}
            value={period.until}
            onChange={(until) => setPeriod({ ...period, until })}
            error={isWrong ? t('periodWrong') : undefined}
            required
          />
        </Group>
        <Checkbox
          label={t('repair')}
          description={t('repairHint')}
          checked={repair}
          onChange={({ currentTarget }) => setRepair(currentTarget.checked)}
        />
        <Failure error={start.error} />
        <Group>
          <Button type="submit" loading={start.isPending}>
            {t('startAction')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function Runs({ runs }: { readonly runs: readonly PipelineRun[] }) {
  const t = useTexts(reconciliationTexts);
  const instant = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return (
    <RowsTable
      label={t('runs')}
      minWidth={720}
      rows={runs}
      keyOf={({ id }) => id}
      attributesOf={({ id, status }) => ({ 'data-run': id, 'data-status': status })}
      columns={[
        {
          title: t('from'),
          kind: 'when',
          cell: ({ id, parameters }) => (
            <TextLink to="/operators/reconciliations/$id" params={{ id }}>
              <When at={instant(parameters['from'])} />
            </TextLink>
          ),
        },
        { title: t('until'), kind: 'when', cell: ({ parameters }) => <When at={instant(parameters['until'])} /> },
        { title: t('outcome'), cell: ({ status }) => <StatusBadge status={status} /> },
        { title: t('requestedBy'), cell: ({ requested_by: who }) => who },
        { title: t('comparedAt'), kind: 'when', cell: ({ finished_at: at }) => <When at={at} /> },
      ]}
    />
  );
}
