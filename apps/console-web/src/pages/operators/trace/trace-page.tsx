import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { EmptyState } from '../../../components/states/empty-state';
import { useTexts } from '../../../i18n/use-texts';
import type { Trace } from '../api/operations';
import { traceOf } from '../api/questions';
import { ButtonLink } from '../parts/links';
import { traceTexts } from './texts';
import { wayOf } from './trace-way';
import { WayDrawing } from './way-drawing';

const route = getRouteApi('/operators/trace');
const ASKED_AGAIN_MS = 3_000;

/** One event by its source and id, and its way through the house. */
export function TracePage() {
  const t = useTexts(traceTexts);
  const { source = '', id = '' } = route.useSearch();
  const isAsked = source !== '' && id !== '';
  const trace = useQuery({
    ...traceOf(source, id),
    enabled: isAsked,
    refetchInterval: ({ state }) => (state.data?.data.status === 'in_flight' ? ASKED_AGAIN_MS : false),
  });
  return (
    <Page title={t('title')} description={t('lead')}>
      <TraceForm key={`${source} ${id}`} source={source} id={id} />
      {isAsked ? (
        <Answered query={trace} height={360}>
          {({ data }) => <Told trace={data} />}
        </Answered>
      ) : (
        <EmptyState title={t('startTitle')} advice={t('startAdvice')} />
      )}
    </Page>
  );
}

function TraceForm({ source, id }: { readonly source: string; readonly id: string }) {
  const t = useTexts(traceTexts);
  const navigate = useNavigate();
  const [wanted, setWanted] = useState({ source, id });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ to: '/operators/trace', search: { source: wanted.source.trim(), id: wanted.id.trim() } });
  };
  return (
    <Group component="form" align="flex-end" gap="sm" onSubmit={submit as never}>
      <TextInput
        label={t('source')}
        value={wanted.source}
        onChange={({ currentTarget }) => setWanted({ ...wanted, source: currentTarget.value })}
        miw={240}
        required
      />
      <TextInput
        label={t('id')}
        value={wanted.id}
        onChange={({ currentTarget }) => setWanted({ ...wanted, id: currentTarget.value })}
        miw={300}
        required
      />
      <Button type="submit">{t('find')}</Button>
    </Group>
  );
}

const COLORS = {
  ...{ in_flight: 'blue', in_warehouse: 'green', in_lake_only: 'orange' },
  ...{ in_dlq: 'red', duplicate: 'green', unknown: 'gray' },
} as const;

function Told({ trace }: { readonly trace: Trace }) {
  const t = useTexts(traceTexts);
  return (
    <Stack gap="lg" data-trace={trace.status}>
      <Alert color={COLORS[trace.status]} title={t(trace.status)} role="status">
        <Stack gap="xs" align="flex-start">
          {t(`${trace.status}Advice`)}
          {trace.status === 'in_lake_only' && (
            <ButtonLink size="compact-sm" variant="default" to="/operators/reconciliations">
              {t('toReconciliation')}
            </ButtonLink>
          )}
        </Stack>
      </Alert>
      {trace.status !== 'unknown' && <WayDrawing way={wayOf(trace)} />}
    </Stack>
  );
}
