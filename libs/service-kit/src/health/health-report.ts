import { Injectable } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult, HealthIndicatorService } from '@nestjs/terminus';
import { type CheckResult, ReadinessRegistry } from './readiness-registry';

/** The readiness checks as the health report that terminus users know: each store named, up or down. */
@Injectable()
export class HealthReport {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly readiness: ReadinessRegistry,
  ) {}

  async ready(): Promise<{ readonly status: 200 | 503; readonly body: HealthCheckResult }> {
    const results = await this.readiness.results();
    try {
      const body = await this.health.check(results.map((result) => () => this.indicate(result)));
      return { status: 200, body };
    } catch (refusal) {
      return { status: 503, body: (refusal as { getResponse(): HealthCheckResult }).getResponse() };
    }
  }

  private indicate({ name, up, optional, reason }: CheckResult) {
    const session = this.indicators.check(name);
    if (up) return session.up();
    return optional ? session.degraded({ reason }) : session.down({ reason });
  }
}
