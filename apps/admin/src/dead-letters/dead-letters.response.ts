import { DEAD_LETTER_STATUSES, type DeadLetterItem, type DeadLetterSum } from '@analytics/infra-postgres';
import { AnswerMeta, ListMeta } from '@analytics/service-kit';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

const INSTANT = { format: 'date-time' } as const;
const TEXT_OR_NULL = { type: String, nullable: true } as const;
const MINUTE_MS = 60_000;

class Origin {
  @ApiProperty() topic: string;
  @ApiProperty() partition: number;
  @ApiProperty({ description: 'Decimal text.' }) offset: string;
  @ApiProperty(INSTANT) timestamp: string;
}

@ApiSchema({ name: 'DeadLetter' })
export class DeadLetterView {
  @ApiProperty() id: string;
  @ApiProperty() reason: string;
  @ApiProperty({ enum: ['ingest', 'validate', 'enrich', 'dwh', 'lake'] }) stage: string;
  @ApiProperty({ ...TEXT_OR_NULL, description: 'Where in the event.' }) pointer: string | null;
  @ApiProperty({ description: 'What is wrong, without values.' }) detail: string;
  @ApiProperty(TEXT_OR_NULL) event_type: string | null;
  @ApiProperty(TEXT_OR_NULL) source: string | null;
  @ApiProperty(TEXT_OR_NULL) event_id: string | null;
  @ApiProperty() origin: Origin;
  @ApiProperty({ example: 'ingestion@1.0.0' }) processor: string;
  @ApiProperty({ type: Number, nullable: true }) schema_version: number | null;
  @ApiProperty(INSTANT) first_seen_at: string;
  @ApiProperty(INSTANT) last_seen_at: string;
  @ApiProperty({ description: 'How often it was refused.' }) attempts: number;
  @ApiProperty({ description: 'How often it was replayed before it was last refused.' }) replay_count: number;
  @ApiProperty({ description: 'Whether a replay without a change could succeed.' }) retriable: boolean;
  @ApiProperty({ enum: DEAD_LETTER_STATUSES }) status: string;
  @ApiProperty(TEXT_OR_NULL) trace_id: string | null;
}

@ApiSchema({ name: 'DeadLetterWithPayload' })
export class DeadLetterDetail extends DeadLetterView {
  @ApiProperty({ ...TEXT_OR_NULL, description: 'The rule that failed.' }) keyword: string | null;
  @ApiProperty({ ...TEXT_OR_NULL, description: 'Why nothing of it is needed.' }) discarded_reason: string | null;
  @ApiProperty({
    description: 'The event, masked unless it is revealed; null where it is not kept.',
    nullable: true,
    type: Object,
  })
  payload: unknown;
  @ApiProperty({ enum: ['masked', 'revealed', 'not_kept', 'locked'] }) payload_state: string;
}

class SummaryMeta extends AnswerMeta {
  @ApiProperty({ description: 'There are more groups; the largest are shown.' }) truncated: boolean;
}

export class DeadLettersAnswer {
  @ApiProperty({ type: [DeadLetterView] }) data: DeadLetterView[];
  @ApiProperty() meta: ListMeta;
}
export class DeadLetterAnswer {
  @ApiProperty() data: DeadLetterDetail;
  @ApiProperty() meta: AnswerMeta;
}

@ApiSchema({ name: 'DeadLetterGroup' })
export class DeadLetterGroupView {
  @ApiProperty({ required: false }) reason?: string;
  @ApiProperty({ required: false }) type?: string;
  @ApiProperty({ required: false }) source?: string;
  @ApiProperty({ required: false }) stage?: string;
  @ApiProperty({ required: false }) status?: string;
  @ApiProperty({ required: false, ...INSTANT, description: 'Hour in which they were first seen.' }) hour?: string;
  @ApiProperty() count: number;
  @ApiProperty({ ...INSTANT, description: 'When the first was first seen; to the hour where records left the group.' })
  oldest: string;
  @ApiProperty({ ...INSTANT, description: 'When the last was last seen.' }) newest: string;
  @ApiProperty({ description: 'Records a minute between the oldest and the newest.' }) rate_per_minute: number;
}
export class SummaryAnswer {
  @ApiProperty({ type: [DeadLetterGroupView] }) data: DeadLetterGroupView[];
  @ApiProperty() meta: SummaryMeta;
}

class Discarded {
  @ApiProperty() discarded: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } }) by_reason: Record<string, number>;
}
export class DiscardAnswer {
  @ApiProperty() data: Discarded;
  @ApiProperty() meta: AnswerMeta;
}

export const toView = (item: DeadLetterItem): DeadLetterView => ({
  ...{ id: item.id, reason: item.reason, stage: item.stage, pointer: item.pointer, detail: item.detail },
  ...{ event_type: item.eventType, source: item.source, event_id: item.eventId },
  origin: {
    ...{ topic: item.origin.topic, partition: item.origin.partition, offset: item.origin.offset },
    timestamp: item.origin.at.toISOString(),
  },
  processor: item.processor,
  schema_version: item.schemaVersion,
  first_seen_at: item.firstSeenAt.toISOString(),
  last_seen_at: item.lastSeenAt.toISOString(),
  ...{ attempts: item.attempts, replay_count: item.replayCount, retriable: item.retriable, status: item.status },
  trace_id: item.traceId,
});

export function toGroup({ group, count, oldest, newest }: DeadLetterSum): DeadLetterGroupView {
  const minutes = Math.max(1, (newest.getTime() - oldest.getTime()) / MINUTE_MS);
  return {
    ...group,
    count,
    oldest: oldest.toISOString(),
    newest: newest.toISOString(),
    rate_per_minute: Math.round((count / minutes) * 1_000) / 1_000,
  };
}
