import type { RealtimeAnswer, RealtimeTopAnswer } from '@analytics/contracts';
import { LiveQuestion, LiveTopQuestion } from '@analytics/domain';
import { LiveReader } from '@analytics/infra-redis';
import { Access, currentRequest, type Principal, RateLimited, Who } from '@analytics/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ScopesService } from '../metrics/scopes.service';
import { AnswersLive, AnswersLiveTop } from './realtime.openapi';
import { RealtimeRequest, RealtimeTopRequest } from './realtime.request';
import { toRealtimeAnswer, toRealtimeTopAnswer } from './realtime.response';

/** Numbers of the whole store, so not for those who may see some games only. */
@ApiTags('metrics')
@Controller('api/v1/analytics/metrics/realtime')
@Access({ roles: ['platform_admin', 'marketing_manager'], scopes: ['metrics:read'] })
@RateLimited('query')
export class RealtimeController {
  constructor(
    private readonly live: LiveReader,
    private readonly scopes: ScopesService,
  ) {}

  @Get()
  @AnswersLive('Live numbers of a window that ends at the last full second, by the time of the events')
  async values(@Query() ask: RealtimeRequest): Promise<RealtimeAnswer> {
    const question = LiveQuestion.of(ask);
    return toRealtimeAnswer(question, await this.live.values(question.window, new Date()), requestId());
  }

  @Get('top')
  @AnswersLiveTop(
    'The games or types of events that are ahead in such a window; games of few players are not told to who sees no group of few people',
  )
  async top(@Query() ask: RealtimeTopRequest, @Who() who: Principal): Promise<RealtimeTopAnswer> {
    const question = LiveTopQuestion.of(ask);
    const { items, ...standing } = await this.live.top(question, new Date());
    const shown = question.withoutSmallGroups(items, this.scopes.fewestPeopleFor(who));
    return toRealtimeTopAnswer(question, { items: shown, ...standing }, requestId());
  }
}

const requestId = (): string => currentRequest()?.requestId ?? '';
