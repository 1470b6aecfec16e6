import { type TypeQuality, WATCHED_COLUMNS } from '@analytics/domain';
import { answerMeta, ListMeta } from '@analytics/service-kit';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

const SHARE = { type: Number, nullable: true, minimum: 0, maximum: 1 } as const;

@ApiSchema({ name: 'TypeQuality' })
export class TypeQualityView {
  @ApiProperty() event_type: string;
  @ApiProperty({ description: 'Events of the last 24 full hours, by when they happened.' }) volume: number;
  @ApiProperty({ description: 'Sum of the medians of the same hours of the 14 days before.' }) usual_volume: number;
  @ApiProperty({ enum: ['usual', 'low', 'high', 'new', 'too_few_to_tell'] }) volume_verdict: string;
  @ApiProperty({ description: 'Events that came in the last 24 hours, imports left out.' }) received: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) last_received_at: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Seconds since then.' }) freshness_seconds: number | null;
  @ApiProperty({
    ...SHARE,
    description: 'Of those that came and those that were refused for it: broke the schema of their type.',
  })
  violation_share: number | null;
  @ApiProperty({ ...SHARE, description: 'Came more than an hour after they happened.' }) late_share: number | null;
  @ApiProperty({ type: Object, nullable: true, description: `Shares without ${WATCHED_COLUMNS.join(', ')}.` })
  empty_shares: Readonly<Record<string, number>> | null;
}

export class DataQualityMeta extends ListMeta {
  @ApiProperty({ format: 'date-time' }) as_of: string;
}

export class DataQualityAnswer {
  @ApiProperty({ type: [TypeQualityView] }) data: TypeQualityView[];
  @ApiProperty() meta: DataQualityMeta;
}

const rounded = (share: number | null): number | null => (share === null ? null : Math.round(share * 1e6) / 1e6);

const toView = (quality: TypeQuality, now: Date): TypeQualityView => {
  const { lastReceivedAt: last, emptyShares } = quality;
  return {
    event_type: quality.type,
    volume: quality.volume,
    usual_volume: quality.usualVolume,
    volume_verdict: quality.verdict,
    received: quality.received,
    last_received_at: last?.toISOString() ?? null,
    freshness_seconds: last === null ? null : Math.max(0, Math.round((now.getTime() - last.getTime()) / 1_000)),
    violation_share: rounded(quality.violationShare),
    late_share: rounded(quality.lateShare),
    empty_shares: emptyShares,
  };
};

export const toDataQualityAnswer = (qualities: readonly TypeQuality[], now: Date): DataQualityAnswer => ({
  data: qualities.map((quality) => toView(quality, now)),
  meta: { ...answerMeta(), next_cursor: null, as_of: now.toISOString() },
});
