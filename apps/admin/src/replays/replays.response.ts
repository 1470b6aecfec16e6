import { REPLAY_STATUSES, type ReplayReasonCount } from '@analytics/infra-postgres';
import { AnswerMeta, answerMeta, cursorOf, ListMeta, pageOf } from '@analytics/service-kit';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Offer, PreviewedRecord, ReplayFound, RequestedReplay } from './replays.service';

export const REPLAYS_LIST = 'replays';

@ApiSchema({ name: 'ReplayRequested' })
export class ReplayRequestedView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ enum: REPLAY_STATUSES }) status: string;
  @ApiProperty({ description: 'Records that were chosen.' }) selected: number;
  @ApiProperty({ description: 'Those of them that the patch is for.' }) patched: number;
  @ApiProperty({ description: 'At its rate.' }) estimate_seconds: number;
}

@ApiSchema({ name: 'Replay' })
export class ReplayView extends ReplayRequestedView {
  @ApiProperty() dry_run: boolean;
  @ApiProperty({ type: 'object', additionalProperties: true }) filter: Readonly<Record<string, unknown>>;
  @ApiProperty({ type: 'array', items: { type: 'object' }, nullable: true }) patch: readonly unknown[] | null;
  @ApiProperty() rate_limit_per_second: number;
  @ApiProperty({ description: 'Sent; 0 in a dry run.' }) replayed: number;
  @ApiProperty({ description: 'Passed; in a dry run: would pass.' }) succeeded: number;
  @ApiProperty({ description: 'Refused again; in a dry run: would be.' }) failed_again: number;
  @ApiProperty({ description: 'Not sent, and why is in `skipped_by_reason`.' }) skipped: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  failed_by_reason: Record<string, number>;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  skipped_by_reason: Record<string, number>;
  @ApiProperty() requested_by: string;
  @ApiProperty({ format: 'date-time' }) requested_at: string;
  @ApiProperty({ type: String, nullable: true }) approved_by: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) approved_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) started_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finished_at: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was stopped.' }) failure: string | null;
}

export class ReplayRequestedAnswer {
  @ApiProperty() data: ReplayRequestedView;
  @ApiProperty() meta: AnswerMeta;
}

export class ReplayAnswer {
  @ApiProperty() data: ReplayView;
  @ApiProperty() meta: AnswerMeta;
}

export class ReplaysAnswer {
  @ApiProperty({ type: [ReplayView] }) data: ReplayView[];
  @ApiProperty() meta: ListMeta;
}

@ApiSchema({ name: 'ReplayPreviewRecord' })
export class PreviewView {
  @ApiProperty() id: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it would be skipped.' }) skipped: string | null;
  @ApiProperty({ nullable: true, description: 'The event, personal data masked.' }) before: unknown;
  @ApiProperty({ nullable: true }) after: unknown;
}

export class PreviewAnswer {
  @ApiProperty({ type: [PreviewView] }) data: PreviewView[];
  @ApiProperty() meta: AnswerMeta;
}

@ApiSchema({ name: 'ReplayOffer' })
export class OfferView {
  @ApiProperty({ description: 'A type that has a schema by now.' }) type: string;
  @ApiProperty({ description: 'Open records that were refused because it had none.' }) records: number;
  @ApiProperty({ format: 'date-time' }) oldest: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'To be sent as `filter` of a replay.' })
  filter: object;
}

export class OffersAnswer {
  @ApiProperty({ type: [OfferView] }) data: OfferView[];
  @ApiProperty() meta: AnswerMeta;
}

const estimateOf = ({ selected, skipped, ratePerSecond }: RequestedReplay): number =>
  Math.ceil((selected - skipped) / ratePerSecond);

const requestedView = (replay: RequestedReplay): ReplayRequestedView => ({
  ...{ id: replay.id, status: replay.status, selected: replay.selected, patched: replay.patched },
  estimate_seconds: estimateOf(replay),
});

const byReason = (reasons: readonly ReplayReasonCount[], wanted: ReplayReasonCount['state']): Record<string, number> =>
  Object.fromEntries(
    reasons.filter(({ state }) => state === wanted).map(({ reason, records }) => [reason, records] as const),
  );

const toView = ({ replay, reasons }: ReplayFound): ReplayView => ({
  ...requestedView(replay),
  ...{ dry_run: replay.dryRun, filter: replay.filter, patch: replay.patch },
  rate_limit_per_second: replay.ratePerSecond,
  ...{ replayed: replay.replayed, succeeded: replay.succeeded },
  ...{ failed_again: replay.failedAgain, skipped: replay.skipped },
  failed_by_reason: byReason(reasons, 'failed_again'),
  skipped_by_reason: byReason(reasons, 'skipped'),
  ...{ requested_by: replay.requestedBy, requested_at: replay.requestedAt.toISOString() },
  ...{ approved_by: replay.approvedBy, approved_at: replay.approvedAt?.toISOString() ?? null },
  started_at: replay.startedAt?.toISOString() ?? null,
  finished_at: replay.finishedAt?.toISOString() ?? null,
  failure: replay.failure,
});

export const toRequestedAnswer = (replay: RequestedReplay): ReplayRequestedAnswer => ({
  data: requestedView(replay),
  meta: answerMeta(),
});

export const toReplayAnswer = (found: ReplayFound): ReplayAnswer => ({ data: toView(found), meta: answerMeta() });

export function toReplaysAnswer(found: readonly ReplayFound[], limit: number): ReplaysAnswer {
  const { page, meta } = pageOf(found, limit, ({ replay }) =>
    cursorOf(REPLAYS_LIST, `${replay.requestedAt.toISOString()}/${replay.id}`),
  );
  return { data: page.map(toView), meta };
}

export const toPreviewAnswer = (records: readonly PreviewedRecord[]): PreviewAnswer => ({
  data: records.map((record) => ({ ...record })),
  meta: answerMeta(),
});

export const toOffersAnswer = (offers: readonly Offer[]): OffersAnswer => ({
  data: offers.map(({ type, records, oldest }) => ({
    ...{ type, records, oldest: oldest.toISOString() },
    filter: { reason: 'SCHEMA_UNKNOWN', type },
  })),
  meta: answerMeta(),
});
