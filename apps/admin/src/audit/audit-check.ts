import { AuditLog, type AuditVerdict, Postgres } from '@analytics/infra-postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { auditIntact, auditVerifiedAt } from './audit.metrics';
import { AuditConfig } from './audit.config';

/** Walks the chain when it is asked to, and once a day; what is broken is told by log and metric. */
@Injectable()
export class AuditCheck implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AuditCheck.name);
  private timer: NodeJS.Timeout | undefined;
  private walking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly log: AuditLog,
    private readonly postgres: Postgres,
    private readonly config: AuditConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void (this.walking = this.daily()), this.config.verifyMs);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.walking;
  }

  async run(): Promise<AuditVerdict> {
    const verdict = await this.log.verify();
    auditIntact.set(verdict.intact ? 1 : 0);
    auditVerifiedAt.setToCurrentTime();
    if (!verdict.intact) {
      this.logger.error({ msg: 'the audit was tampered with', firstBroken: `${verdict.firstBroken}` });
    }
    return verdict;
  }

  private async daily(): Promise<void> {
    try {
      await this.postgres.tryLock('audit check', () => this.run());
    } catch (error) {
      this.logger.warn({ msg: 'the audit could not be walked through, the next time makes up for it', err: error });
    }
  }
}
