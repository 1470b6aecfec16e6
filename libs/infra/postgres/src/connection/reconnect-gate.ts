import { Unavailable } from '@analytics/domain';

export interface ReconnectLimits {
  readonly firstMs: number;
  readonly maxMs: number;
}

export interface ReconnectEnvironment {
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly onChange: (reachable: boolean, cause?: unknown) => void;
}

/**
 * Spares a server that is away: after a failed connect the next attempts fail at once until the pause is over, and the
 * pause doubles up to its limit. Callers get `Unavailable` either way.
 */
export class ReconnectGate {
  private failures = 0;
  private shutUntilMs = Number.NEGATIVE_INFINITY;
  private reachable = true;

  constructor(
    private readonly limits: ReconnectLimits,
    private readonly environment: ReconnectEnvironment,
  ) {}

  async attempt<T>(connect: () => Promise<T>): Promise<T> {
    if (this.environment.nowMs() < this.shutUntilMs) throw this.away();
    try {
      const connection = await connect();
      this.opened();
      return connection;
    } catch (error) {
      // The server is there; it is we who ask for more at a time than the pool has.
      if (isPoolBusy(error)) throw new Unavailable('a free connection to PostgreSQL', 1, { cause: error });
      this.shut(error);
      throw this.away(error);
    }
  }

  private opened(): void {
    this.failures = 0;
    this.shutUntilMs = Number.NEGATIVE_INFINITY;
    this.tell(true);
  }

  private shut(cause: unknown): void {
    const nowMs = this.environment.nowMs();
    // A whole wave of callers fails together: it counts as one failure.
    if (nowMs < this.shutUntilMs) return;
    const pauseMs = Math.min(this.limits.maxMs, this.limits.firstMs * 2 ** Math.min(this.failures, 20));
    this.failures += 1;
    this.shutUntilMs = nowMs + pauseMs * (0.8 + 0.4 * this.environment.random());
    this.tell(false, cause);
  }

  private tell(reachable: boolean, cause?: unknown): void {
    if (reachable === this.reachable) return;
    this.reachable = reachable;
    this.environment.onChange(reachable, cause);
  }

  private away(cause?: unknown): Unavailable {
    const waitMs = Math.max(0, this.shutUntilMs - this.environment.nowMs());
    return new Unavailable('PostgreSQL', Math.max(1, Math.ceil(waitMs / 1000)), { cause });
  }
}

/** The pool marks a failed connect with a code or a cause; a wait for a free connection that took too long has neither. */
const isPoolBusy = (error: unknown): boolean =>
  error instanceof Error && !('code' in error) && error.cause === undefined;
