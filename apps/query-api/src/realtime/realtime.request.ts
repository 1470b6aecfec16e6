import { LIVE_NAMES, LIVE_RANKINGS, LIVE_TOP_LIMIT, LIVE_WINDOWS } from '@analytics/domain';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const WINDOWS = Object.keys(LIVE_WINDOWS);

/** Query of `GET /metrics/realtime`: only its form is checked here, its meaning where the question is built. */
export class RealtimeRequest {
  @ApiProperty({
    required: false,
    description: `Comma list of ${LIVE_NAMES.join(', ')}; all of them by default.`,
    example: 'active_users,revenue',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  names?: string;

  @ApiProperty({ required: false, enum: WINDOWS, default: '5m', description: 'Length of the sliding window.' })
  @IsOptional()
  @IsString()
  @MaxLength(8)
  window?: string;
}

/** Query of `GET /metrics/realtime/top`. */
export class RealtimeTopRequest {
  @ApiProperty({
    required: false,
    enum: Object.keys(LIVE_RANKINGS),
    default: 'game_id',
    description: 'What is ranked.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(32)
  of?: string;

  @ApiProperty({
    required: false,
    enum: Object.values(LIVE_RANKINGS).flat(),
    description: 'By what; games by page_views, revenue or players, types of events by events.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(32)
  by?: string;

  @ApiProperty({ required: false, enum: WINDOWS, default: '5m', description: 'Length of the sliding window.' })
  @IsOptional()
  @IsString()
  @MaxLength(8)
  window?: string;

  @ApiProperty({ required: false, default: 10, minimum: 1, maximum: LIVE_TOP_LIMIT, description: 'Most places.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LIVE_TOP_LIMIT)
  limit?: number;
}
