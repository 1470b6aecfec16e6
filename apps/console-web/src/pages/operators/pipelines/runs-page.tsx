import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { EmptyState } from '../../../components/states/empty-state';
import { useTexts } from '../../../i18n/use-texts';
import { pipelinesQuery, runsOf } from '../api/questions';
import { Pager } from '../parts/pager';
import { RunDialog } from './run-dialog';
import { RunsTable } from './runs-table';
import { pipelineTexts } from './texts';

const route = getRouteApi('/operators/pipelines/$name');

/** The log of runs of one pipeline. */
export function RunsPage() {
  const t = useTexts(pipelineTexts);
  const { name } = route.useParams();
  const { cursor } = route.useSearch();
  const runs = useQuery(runsOf(name, { cursor }));
  const pipelines = useQuery(pipelinesQuery);
  const pipeline = pipelines.data?.data.find((each) => each.name === name);
  const [isAsking, setAsking] = useState(false);
  return (
    <Page
      title={t('runsTitle', { name })}
      description={pipeline?.description}
      actions={pipeline !== undefined && <Button onClick={() => setAsking(true)}>{t('run')}</Button>}
    >
      <Answered query={runs} height={420}>
        {({ data, meta }) =>
          data.length === 0 ? (
            <EmptyState title={t('emptyTitle')} advice={t('emptyAdvice')} />
          ) : (
            <Stack gap="md">
              <RunsTable runs={data} />
              <Pager cursor={cursor} next={meta.next_cursor} />
            </Stack>
          )
        }
      </Answered>
      {isAsking && pipeline !== undefined && (
        <RunDialog pipeline={pipeline} onClose={() => setAsking(false)} onAsked={() => setAsking(false)} />
      )}
    </Page>
  );
}
