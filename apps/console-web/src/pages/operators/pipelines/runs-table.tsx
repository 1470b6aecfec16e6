import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import type { PipelineRun } from '../api/operations';
import { TextLink } from '../parts/links';
import { RowsTable } from '../parts/rows-table';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';
import { pipelineTexts } from './texts';

export function RunsTable({ runs }: { readonly runs: readonly PipelineRun[] }) {
  const t = useTexts(pipelineTexts);
  const formats = useFormats();
  return (
    <RowsTable
      label={t('table')}
      minWidth={860}
      rows={runs}
      keyOf={({ id }) => id}
      attributesOf={({ id, status }) => ({ 'data-run': id, 'data-status': status })}
      columns={[
        {
          title: t('requestedAt'),
          kind: 'when',
          cell: ({ id, pipeline, requested_at: at }) => (
            <TextLink to="/operators/pipelines/$name/$id" params={{ name: pipeline, id }}>
              <When at={at} />
            </TextLink>
          ),
        },
        { title: t('status'), cell: ({ status }) => <StatusBadge status={status} /> },
        { title: t('requestedBy'), cell: ({ requested_by: who }) => who },
        { title: t('startedAt'), kind: 'when', cell: ({ started_at: at }) => <When at={at} /> },
        { title: t('finishedAt'), kind: 'when', cell: ({ finished_at: at }) => <When at={at} /> },
        { title: t('processed'), kind: 'number', cell: (run) => formats.number(run.processed_records) },
      ]}
    />
  );
}
