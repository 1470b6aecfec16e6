import { type CollectAnswer, EVENT_LIMITS } from '@analytics/contracts';
import { currentRequest, ProtectedBy, RateLimited } from '@analytics/service-kit';
import { Body, Controller, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { type WriteKey } from '../write-keys/write-key';
import { SentWith, WriteKeyGuard } from '../write-keys/write-key.guard';
import { NoEvents, TooManyEvents } from './collect-errors';
import { CollectRequest } from './collect.request';
import { statusOf, toCollectAnswer } from './collect.response';
import { CollectService } from './collect.service';

interface Reply {
  status(code: number): unknown;
}

@ApiTags('collect')
@ApiSecurity('writeKey')
@Controller('api/v1/analytics')
@ProtectedBy(WriteKeyGuard)
export class CollectController {
  constructor(private readonly collect: CollectService) {}

  @Post('events')
  @HttpCode(202)
  @RateLimited('collect')
  @ApiBody({ description: 'One CloudEvent or an array of at most 1000.', schema: { type: 'object' } })
  async events(
    @Body() body: unknown,
    @Query() { items }: CollectRequest,
    @SentWith() key: WriteKey,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CollectAnswer> {
    const verdicts = await this.collect.collect(eventsOf(body), key, new Date());
    const answer = toCollectAnswer(verdicts, items === 'all', currentRequest()?.requestId ?? '');
    reply.status(statusOf(answer));
    return answer;
  }
}

function eventsOf(body: unknown): unknown[] {
  const events = Array.isArray(body) ? body : [body];
  if (events.length > EVENT_LIMITS.batchEvents) throw new TooManyEvents(EVENT_LIMITS.batchEvents);
  if (events.length === 0 || !events.some((event) => typeof event === 'object' && event !== null)) throw new NoEvents();
  return events;
}
