import type { CreationRequest, ReplayFilter, ReplayPlace } from '@analytics/infra-postgres';
import { Access, instantParameter, placeOf, type Principal, RateLimited, Who } from '@analytics/service-kit';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CreatesOnce, OnceByKey } from '../requests/once-by-key.decorator';
import { ReplayInsight, ReplayOffers } from './replay-insight';
import { ReplayFilterRequest, ReplayParams, ReplayRequestBody, ReplaysQuery } from './replays.request';
import {
  OffersAnswer,
  PreviewAnswer,
  ReplayAnswer,
  ReplayRequestedAnswer,
  REPLAYS_LIST,
  ReplaysAnswer,
  toOffersAnswer,
  toPreviewAnswer,
  toReplayAnswer,
  toReplaysAnswer,
  toRequestedAnswer,
} from './replays.response';
import { type ReplayCommand, ReplaysService } from './replays.service';

@ApiTags('replays')
@Controller('api/v1/analytics/admin/dlq/replays')
@Access({ roles: ['analytics_operator', 'platform_admin'] })
@RateLimited('admin')
export class ReplaysController {
  constructor(
    private readonly replays: ReplaysService,
    private readonly insight: ReplayInsight,
    private readonly offers: ReplayOffers,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Sends refused records again, or says what would become of them' })
  @CreatesOnce()
  @ApiAcceptedResponse({ type: ReplayRequestedAnswer })
  async request(
    @Body() body: ReplayRequestBody,
    @Who() { subject }: Principal,
    @OnceByKey() request?: CreationRequest,
  ): Promise<ReplayRequestedAnswer> {
    const { filter, patch, dry_run: dryRun, rate_limit_per_second: ratePerSecond } = body;
    const wish = { filter: filterOf(filter), patch: patch?.length === 0 ? undefined : patch, dryRun, ratePerSecond };
    return toRequestedAnswer(await this.replays.request(wish, subject, request));
  }

  @Get()
  @ApiOperation({ summary: 'Replays, newest first' })
  @ApiOkResponse({ type: ReplaysAnswer })
  async list(@Query() { cursor, limit, status }: ReplaysQuery): Promise<ReplaysAnswer> {
    return toReplaysAnswer(await this.replays.page(status, placeIn(cursor), limit + 1), limit);
  }

  @Get('offers')
  @ApiOperation({ summary: 'Types that were unknown when their events came, and have a schema by now' })
  @ApiOkResponse({ type: OffersAnswer })
  async offered(): Promise<OffersAnswer> {
    return toOffersAnswer(await this.offers.list());
  }

  @Get(':id')
  @ApiOperation({ summary: 'One replay, with what became of its records' })
  @ApiOkResponse({ type: ReplayAnswer })
  async find(@Param() { id }: ReplayParams): Promise<ReplayAnswer> {
    return toReplayAnswer(await this.replays.find(id));
  }

  @Get(':id/preview')
  @ApiOperation({ summary: 'Its first records before and after the patch' })
  @ApiOkResponse({ type: PreviewAnswer })
  async preview(@Param() { id }: ReplayParams): Promise<PreviewAnswer> {
    return toPreviewAnswer(await this.insight.preview(id));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lets a replay with a patch begin; not for who asked for it' })
  @ApiOkResponse({ type: ReplayAnswer })
  approve(@Param() { id }: ReplayParams, @Who() who: Principal): Promise<ReplayAnswer> {
    return this.command(id, 'approve', who);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Nothing more is sent until it is resumed' })
  @ApiOkResponse({ type: ReplayAnswer })
  pause(@Param() { id }: ReplayParams, @Who() who: Principal): Promise<ReplayAnswer> {
    return this.command(id, 'pause', who);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Goes on where it was paused' })
  @ApiOkResponse({ type: ReplayAnswer })
  resume(@Param() { id }: ReplayParams, @Who() who: Principal): Promise<ReplayAnswer> {
    return this.command(id, 'resume', who);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sends nothing more, for good' })
  @ApiOkResponse({ type: ReplayAnswer })
  cancel(@Param() { id }: ReplayParams, @Who() who: Principal): Promise<ReplayAnswer> {
    return this.command(id, 'cancel', who);
  }

  private async command(id: string, command: ReplayCommand, { subject }: Principal): Promise<ReplayAnswer> {
    return toReplayAnswer(await this.replays.command(id, command, subject));
  }
}

const PLACE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\/[0-9a-f-]{36}$/;

function placeIn(cursor: string | undefined): ReplayPlace | undefined {
  const place = placeOf(REPLAYS_LIST, cursor, PLACE);
  if (place === undefined) return undefined;
  const [at, id] = place.split('/') as [string, string];
  return { requestedAt: instantParameter('cursor', at), id };
}

function filterOf({ from, until, ...rest }: ReplayFilterRequest): ReplayFilter {
  return {
    ...rest,
    ...(from !== undefined && { from: instantParameter('from', from) }),
    ...(until !== undefined && { until: instantParameter('until', until) }),
  };
}
