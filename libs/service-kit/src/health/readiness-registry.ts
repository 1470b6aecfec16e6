import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@analytics/domain';
import { HealthConfig } from '../config/parts/health.config';

export interface ReadinessCheck {
  /** What is checked, as an operator calls it: `clickhouse`, `kafka`. */
  readonly name: string;
  /** Resolves when the service can work with it; rejects when not. */
  readonly check: () => Promise<void>;
  /** The service still does its job without it: shown, but it does not make the service unready. */
  readonly optional?: boolean;
}

export interface CheckResult {
  readonly name: string;
  readonly up: boolean;
  readonly optional: boolean;
  readonly reason?: string;
}

/** What must answer before this service can do its job; libraries add their stores when their module starts. */
@Injectable()
export class ReadinessRegistry {
  private readonly logger = new Logger('Readiness');
  private readonly checks = new Map<string, ReadinessCheck>();
  private readonly away = new Set<string>();
  private running?: Promise<CheckResult[]>;
  private freshUntil = 0;
  private stopping = false;

  constructor(private readonly config: HealthConfig) {}

  register(check: ReadinessCheck): void {
    this.checks.set(check.name, check);
    this.freshUntil = 0;
  }

  /** From now on the service says that it is not ready: it is about to stop taking work. */
  stop(): void {
    this.stopping = true;
    this.freshUntil = 0;
  }

  /** Every check, run at the same time; callers within the cache time share one run. */
  results(): Promise<CheckResult[]> {
    if (this.stopping) return Promise.resolve([{ name: 'service', up: false, optional: false, reason: 'stopping' }]);
    if (this.running === undefined || performance.now() >= this.freshUntil) {
      this.freshUntil = performance.now() + this.config.checkTimeoutMs + this.config.cacheMs;
      this.running = this.run();
    }
    return this.running;
  }

  private async run(): Promise<CheckResult[]> {
    const results = await Promise.all([...this.checks.values()].map((check) => this.runOne(check)));
    for (const result of results) this.tellChange(result);
    this.freshUntil = Math.min(this.freshUntil, performance.now() + this.config.cacheMs);
    return results;
  }

  private tellChange({ name, up, reason }: CheckResult): void {
    if (up && this.away.delete(name)) this.logger.log({ msg: 'a store is back', store: name });
    if (up || this.away.has(name)) return;
    this.away.add(name);
    this.logger.warn({ msg: 'a store is away', store: name, reason });
  }

  private async runOne({ name, check, optional = false }: ReadinessCheck): Promise<CheckResult> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new CheckTooSlow(this.config.checkTimeoutMs)), this.config.checkTimeoutMs);
    });
    try {
      await Promise.race([check(), late]);
      return { name, up: true, optional };
    } catch (error) {
      return { name, up: false, optional, reason: reasonOf(error) };
    } finally {
      clearTimeout(timer);
    }
  }
}

class CheckTooSlow extends Error {
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms`);
  }
}

/** A driver's message may quote an address with a password, so only its code leaves the process. */
function reasonOf(error: unknown): string {
  if (error instanceof DomainError || error instanceof CheckTooSlow) return error.message;
  if (!(error instanceof Error)) return 'failed';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
