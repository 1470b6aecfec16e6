import type { ImportJob, ImportPlace } from '@analytics/infra-postgres';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ImportOptionWrong } from './import-errors';

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

export const toImportAnswer = (job: ImportJob, requestId: string): ImportAnswer => ({
  data: toImportView(job),
  meta: { request_id: requestId },
});

/** One more than asked for tells that there is a next page. */
export function toImportsAnswer(jobs: readonly ImportJob[], limit: number, requestId: string): ImportsAnswer {
  const page = jobs.slice(0, limit);
  const last = jobs.length > limit ? page.at(-1) : undefined;
  return { data: page.map(toImportView), meta: { next_cursor: last ? cursorOf(last) : null, request_id: requestId } };
}

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f-]{36})$/;

const cursorOf = ({ createdAt, id }: ImportPlace): string =>
  Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');

export function placeOf(cursor: string | undefined): ImportPlace | undefined {
  if (cursor === undefined) return undefined;
  const match = CURSOR.exec(Buffer.from(cursor, 'base64url').toString());
  const createdAt = new Date(match?.[1] ?? Number.NaN);
  if (match === null || Number.isNaN(createdAt.getTime())) {
    throw new ImportOptionWrong('cursor', 'take the cursor from meta.next_cursor of the page before');
  }
  return { createdAt, id: match[2] as string };
}
