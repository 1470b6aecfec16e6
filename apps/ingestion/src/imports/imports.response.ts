import type { ImportJob, ImportPlace } from '@analytics/infra-postgres';
import { answerMeta, cursorOf, instantParameter, pageOf, placeOf } from '@analytics/service-kit';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

const STATUSES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;

@ApiSchema({ name: 'Import' })
export class ImportView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ enum: STATUSES }) status: string;
  @ApiProperty({ enum: ['ndjson', 'csv', 'parquet'] }) format: string;
  @ApiProperty({ description: 'Bytes of the file as it was sent.' }) bytes: number;
  @ApiProperty({ description: 'SHA-256 of the file as it is when it is not compressed.' }) content_sha256: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Rows of the file, once known.' }) total: number | null;
  @ApiProperty({ description: 'Rows that are settled.' }) processed: number;
  @ApiProperty() accepted: number;
  @ApiProperty({ description: 'Repeats within the file, where they were noticed.' }) duplicate: number;
  @ApiProperty() rejected: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } }) rejected_by_reason: Record<
    string,
    number
  >;
  @ApiProperty({ description: 'Share of the file that is settled, 0 to 1.' }) progress: number;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) started_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finished_at: string | null;
  @ApiProperty({
    type: 'object',
    nullable: true,
    description: 'Why the import failed.',
    properties: { code: { type: 'string' }, detail: { type: 'string' } },
  })
  error: { code: string; detail: string } | null;
}

export class ImportAnswer {
  @ApiProperty() data: ImportView;
  @ApiProperty({ type: 'object', properties: { request_id: { type: 'string' } } }) meta: { request_id: string };
}

export class ImportsAnswer {
  @ApiProperty({ type: [ImportView] }) data: ImportView[];
  @ApiProperty({ type: 'object', properties: { next_cursor: { type: 'string', nullable: true } } })
  meta: { next_cursor: string | null; request_id: string };
}

export function toImportView(job: ImportJob): ImportView {
  return {
    id: job.id,
    status: job.status,
    format: job.format,
    bytes: job.bytes,
    content_sha256: job.contentHash,
    total: job.total,
    processed: job.processed,
    accepted: job.accepted,
    duplicate: job.duplicate,
    rejected: job.rejected,
    rejected_by_reason: { ...job.reasons },
    progress: Math.round(job.progress * 10_000) / 10_000,
    created_at: job.createdAt.toISOString(),
    started_at: job.startedAt?.toISOString() ?? null,
    finished_at: job.finishedAt?.toISOString() ?? null,
    error: job.failure,
  };
}

export const toImportAnswer = (job: ImportJob): ImportAnswer => ({ data: toImportView(job), meta: answerMeta() });

export function toImportsAnswer(jobs: readonly ImportJob[], limit: number): ImportsAnswer {
  const { page, meta } = pageOf(jobs, limit, cursorAfter);
  return { data: page.map(toImportView), meta };
}

const LIST = 'imports';
const INSTANT_AND_ID = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [0-9a-f-]{36}$/;

const cursorAfter = ({ createdAt, id }: ImportPlace): string => cursorOf(LIST, `${createdAt.toISOString()} ${id}`);

export function afterOf(cursor: string | undefined): ImportPlace | undefined {
  const place = placeOf(LIST, cursor, INSTANT_AND_ID);
  if (place === undefined) return undefined;
  const [at = '', id = ''] = place.split(' ');
  return { createdAt: instantParameter('cursor', at), id };
}
