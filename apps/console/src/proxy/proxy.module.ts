import { ReadinessRegistry } from '@analytics/service-kit';
import { Module, type OnModuleInit } from '@nestjs/common';
import { LoginModule } from '../login/login.module';
import type { UpstreamName } from './api-path';
import { ProxyController } from './proxy.controller';
import { RawBodies } from './raw-bodies';
import { StreamGateway } from './stream.gateway';
import { Upstreams } from './upstreams';
import { UpstreamsModule } from './upstreams.module';

const CHECK_MS = 2_000;

@Module({
  imports: [LoginModule, UpstreamsModule],
  controllers: [ProxyController],
  providers: [RawBodies, StreamGateway],
})
export class ProxyModule implements OnModuleInit {
  constructor(
    private readonly readiness: ReadinessRegistry,
    private readonly upstreams: Upstreams,
  ) {}

  /** Without an API its pages say so and the others go on: the console itself is still there for people. */
  onModuleInit(): void {
    for (const name of ['query-api', 'admin'] as const) {
      this.readiness.register({ name, check: () => this.answers(name), optional: true });
    }
  }

  /** Any answer will do: whoever refuses is there. */
  private async answers(name: UpstreamName): Promise<void> {
    const signal = AbortSignal.timeout(CHECK_MS);
    const answer = await this.upstreams.send(name, { method: 'GET', path: '/', headers: {}, signal });
    answer.resume();
  }
}
