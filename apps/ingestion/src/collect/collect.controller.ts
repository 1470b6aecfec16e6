import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { type CollectAnswer, type CollectItem } from '@analytics/contracts';
import type { JsonItem } from '@analytics/domain';
import { currentRequest, HttpConfig, ProtectedBy } from '@analytics/service-kit';
import { Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { Sender } from '../write-keys/sender';
import { SentBy, SenderGuard } from '../write-keys/sender.guard';
import { bodyText } from './body/body-text';
import { COLLECT_ROUTES } from './body/event-bodies';
import { BodyUnreadable } from './collect-errors';
import { SendsEvents, SendsShortForm } from './collect.openapi';
import { CollectRequest } from './collect.request';
import { statusOf, toCollectAnswer } from './collect.response';
import { CollectService } from './collect.service';
import type { Arrived } from './events/arrived';
import { cloudEventsOf, eventsOf } from './events/cloud-events';
import { pointerInShortForm, trackedEvent, userAgentOf } from './events/tracked-events';

interface Incoming {
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
  /** Not read yet, see `EventBodies`; undefined when there is none. */
  readonly body?: Readable;
}
interface Reply {
  status(code: number): unknown;
}

@ApiTags('collect')
@ApiSecurity('writeKey')
@ApiSecurity('jwt')
@Controller(COLLECT_ROUTES.base)
@ProtectedBy(SenderGuard)
export class CollectController {
  constructor(
    private readonly collect: CollectService,
    private readonly http: HttpConfig,
  ) {}

  @Post(COLLECT_ROUTES.events)
  @HttpCode(202)
  @SendsEvents()
  async events(
    @Req() request: Incoming,
    @Query() query: CollectRequest,
    @SentBy() sender: Sender,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CollectAnswer> {
    const items = cloudEventsOf(await this.textOf(request), request.headers);
    const arrived = items.map(arrivedAs);
    return answer(await this.collect.collect(arrived, sender, new Date()), query, reply);
  }

  @Post(COLLECT_ROUTES.track)
  @HttpCode(202)
  @SendsShortForm()
  async track(
    @Req() request: Incoming,
    @Query() query: CollectRequest,
    @SentBy() sender: Sender,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CollectAnswer> {
    const items = eventsOf(await this.textOf(request), 'an object with "name" and "properties"');
    const now = new Date();
    const from = { address: request.ip, userAgent: userAgentOf(request.headers['user-agent']) };
    const arrived = items.map((item) => trackedEvent(item, sender, from, now));
    const verdicts = await this.collect.collect(arrived, sender, now);
    const told = verdicts.map((item) => ({
      ...item,
      ...(item.pointer !== undefined && { pointer: pointerInShortForm(item.pointer) }),
    }));
    return answer(told, query, reply);
  }

  private textOf({ body, headers }: Incoming): Promise<string> {
    if (body === undefined) throw new BodyUnreadable('is missing');
    return bodyText(body, headers, this.http.bodyLimitBytes);
  }
}

const arrivedAs = ({ value: event, text, fault }: JsonItem): Arrived =>
  fault === undefined ? { event, text } : { event, text, fault };

function answer(verdicts: readonly CollectItem[], { items }: CollectRequest, reply: Reply): CollectAnswer {
  const told = toCollectAnswer(verdicts, items === 'all', currentRequest()?.requestId ?? '');
  reply.status(statusOf(told));
  return told;
}
