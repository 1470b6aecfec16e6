import { dataQuality, hourlyVolumes, type TypeQuality, typeQuality, volumeSpan } from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { Access, RateLimited } from '@analytics/service-kit';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RefusedBySchema } from '../schemas/schema-refusals';
import { DataQualityAnswer, toDataQualityAnswer } from './data-quality.response';

const DAY_MS = 86_400_000;
/** What came in the last day and happened before that is not looked at. */
const OLDEST_DAYS = 31;

@ApiTags('data-quality')
@Controller('api/v1/analytics/admin/data-quality')
@Access({ roles: ['platform_admin', 'analytics_operator'] })
@RateLimited('admin')
export class DataQualityController {
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly refusals: RefusedBySchema,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Per type of event: its volume against its usual, freshness, violations, what is late or empty',
  })
  @ApiOkResponse({ type: DataQualityAnswer })
  async ofTypes(): Promise<DataQualityAnswer> {
    const now = new Date();
    return toDataQualityAnswer(await this.read(now), now);
  }

  private async read(now: Date): Promise<TypeQuality[]> {
    const { from, until } = volumeSpan(now);
    const dayAgo = new Date(now.getTime() - DAY_MS);
    const [volumes, types, refused] = await Promise.all([
      this.clickhouse.run(hourlyVolumes(from, until)),
      this.clickhouse.run(typeQuality(dayAgo, new Date(now.getTime() - OLDEST_DAYS * DAY_MS))),
      this.refusals.since(dayAgo),
    ]);
    return dataQuality(volumes, types, refused, now);
  }
}
