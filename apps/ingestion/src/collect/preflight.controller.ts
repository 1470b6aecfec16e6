import type { IncomingHttpHeaders } from 'node:http';
import { Public } from '@analytics/service-kit';
import { Controller, HttpCode, Options, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { allowOrigin, isOrigin } from '../write-keys/allowed-origin';
import { type LimitHeaders, SenderLimits } from '../write-keys/sender-limits';
import { WriteKeysService } from '../write-keys/write-keys.service';
import { COLLECT_ROUTES } from './body/event-bodies';

interface Preflight {
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
}
type Reply = LimitHeaders & { header(name: string, value: number | string): unknown };

const ASKED =
  /^(content-type|content-encoding|x-write-key|authorization|x-request-id|traceparent|tracestate|ce-[a-z0-9]{1,32})$/;
const REMEMBERED_SECONDS = 600;

/** A browser asks before it sends, and without the key: it may go on where some key names its page's origin. */
@ApiExcludeController()
@Public()
@Controller(COLLECT_ROUTES.base)
export class PreflightController {
  constructor(
    private readonly keys: WriteKeysService,
    private readonly limits: SenderLimits,
  ) {}

  @Options([COLLECT_ROUTES.events, COLLECT_ROUTES.track])
  @HttpCode(204)
  async preflight(@Req() { headers, ip }: Preflight, @Res({ passthrough: true }) reply: Reply): Promise<void> {
    await this.limits.takeAddress(ip, reply);
    const { origin } = headers;
    if (!isOrigin(origin) || !(await this.keys.isOriginOfSomeKey(origin))) return;
    allowOrigin(origin, reply);
    const asked = (headers['access-control-request-headers'] ?? '').toLowerCase().split(',');
    reply.header('access-control-allow-methods', 'POST');
    reply.header(
      'access-control-allow-headers',
      asked
        .map((name) => name.trim())
        .filter((name) => ASKED.test(name))
        .join(', '),
    );
    reply.header('access-control-max-age', REMEMBERED_SECONDS);
  }
}
