import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, type Query } from '../../../api/api-client';
import { ApiError } from '../../../api/api-error';
import type { AuditRow, Pipeline, PipelineRun, Reconciliation, Trace, TypeQuality } from './operations';
import type {
  Answer,
  DeadLetter,
  DeadLetterDetail,
  PageAnswer,
  PreviewedRecord,
  Replay,
  ReplayOffer,
  SchemaOfType,
  SchemasAnswer,
  SummaryAnswer,
  WriteKey,
} from './records';

/** Path of the admin API behind the console. */
export const ADMIN = '/admin';

/** First word of all keys here: a change of anything is followed by asking for everything anew. */
export const OPERATORS = 'operators';

const asked = <Told>(path: string, query: Query = {}) =>
  queryOptions({
    queryKey: [OPERATORS, path, query],
    queryFn: ({ signal }) => api.get<Told>(`${ADMIN}${path}`, { query, signal }),
  });

/** Another page of the same list does not make the present one vanish. */
const listed = <Row>(path: string, query: Query) => ({
  ...asked<PageAnswer<Row>>(path, query),
  placeholderData: keepPreviousData,
});

export const summaryOf = (query: Query) => ({
  ...asked<SummaryAnswer>('/dlq/summary', query),
  refetchInterval: 15_000,
});
export const lettersOf = (query: Query) => listed<DeadLetter>('/dlq/records', query);
export const letterOf = (id: string) => asked<Answer<DeadLetterDetail>>(`/dlq/records/${encodeURIComponent(id)}`);

export const replaysOf = (query: Query) => ({ ...listed<Replay>('/dlq/replays', query), refetchInterval: 5_000 });
export const offersQuery = asked<Answer<readonly ReplayOffer[]>>('/dlq/replays/offers');
export const replayPreviewOf = (id: string) =>
  asked<Answer<readonly PreviewedRecord[]>>(`/dlq/replays/${encodeURIComponent(id)}/preview`);

const FINAL_REPLAYS: readonly string[] = ['completed', 'cancelled', 'stopped_failing', 'failed'];

/** Asked again and again until it is over. */
export const replayOf = (id: string) =>
  queryOptions({
    ...asked<Answer<Replay>>(`/dlq/replays/${encodeURIComponent(id)}`),
    refetchInterval: ({ state }) => (FINAL_REPLAYS.includes(state.data?.data.status ?? '') ? false : 1_000),
  });

export const schemasQuery = asked<SchemasAnswer>('/schemas');

/** The schema of a type, or null when nobody registered it: the list tells, so nothing is asked for that is not there. */
export const schemaIfAny = (type: string) =>
  queryOptions({
    queryKey: [OPERATORS, 'schema-if-any', type],
    queryFn: async ({ client, signal }): Promise<SchemaOfType | null> => {
      const { data: known } = await client.fetchQuery(schemasQuery);
      if (!known.some((each) => each.type === type)) return null;
      return (await api.get<Answer<SchemaOfType>>(`${ADMIN}/schemas/${encodeURIComponent(type)}`, { signal })).data;
    },
  });

export const writeKeysOf = (query: Query) => listed<WriteKey>('/write-keys', query);
export const traceOf = (source: string, id: string) => asked<Answer<Trace>>('/events/trace', { source, id });
export const pipelinesQuery = { ...asked<PageAnswer<Pipeline>>('/pipelines'), refetchInterval: 5_000 };
export const runsOf = (pipeline: string, query: Query) => ({
  ...listed<PipelineRun>(`/pipelines/${encodeURIComponent(pipeline)}/runs`, query),
  refetchInterval: 3_000,
});

/** A run that was just asked for is written down by its worker a moment later. */
const soonThere = {
  retry: (failed: number, error: Error) =>
    failed < 5 && error instanceof ApiError && [0, 404, 503].includes(error.status),
  retryDelay: 1_000,
};
const isOver = (status: string | undefined) => status === 'succeeded' || status === 'failed' || status === 'cancelled';

export const runOf = (pipeline: string, id: string) =>
  queryOptions({
    ...asked<Answer<PipelineRun>>(`/pipelines/${encodeURIComponent(pipeline)}/runs/${encodeURIComponent(id)}`),
    ...soonThere,
    refetchInterval: ({ state }) => (isOver(state.data?.data.status) ? false : 1_500),
  });
export const reconciliationOf = (id: string) =>
  queryOptions({
    ...asked<Answer<Reconciliation>>(`/reconciliations/${encodeURIComponent(id)}`),
    ...soonThere,
    // The run is over a moment before its report is there to be read.
    refetchInterval: ({ state }) => (isOver(state.data?.data.status) ? false : 1_500),
  });

export interface QualityAnswer extends PageAnswer<TypeQuality> {
  readonly meta: PageAnswer<TypeQuality>['meta'] & { readonly as_of: string };
}
export const dataQualityQuery = asked<QualityAnswer>('/data-quality');
export const auditOf = (query: Query) => listed<AuditRow>('/audit', query);
