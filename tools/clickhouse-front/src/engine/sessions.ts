import { EngineError } from './engine-error';
import type { Engine } from './engine';
import type { EngineSession } from './engine-session';

export interface SessionWish {
  readonly owner: string;
  readonly id: string | undefined;
  readonly timeoutMs: number;
  /** The session must exist already. */
  readonly check: boolean;
}

export interface Lease {
  readonly session: EngineSession;
  readonly kept: boolean;
  /** Kept sessions only: set once, it cannot be taken back. */
  readonlyDone: boolean;
  release(): void;
}

interface Kept {
  readonly session: EngineSession;
  busy: boolean;
  readonlyDone: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** One engine session a request, or the one kept under a `session_id` of the same user. */
export class Sessions {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly engine: Engine,
    private readonly maxSessions: number,
  ) {}

  lease(wish: SessionWish): Lease {
    if (wish.id === undefined) {
      const session = this.engine.session();
      return { session, kept: false, readonlyDone: false, release: () => session.close() };
    }
    const key = JSON.stringify([wish.owner, wish.id]);
    const found = this.kept.get(key) ?? this.open(key, wish);
    if (found.busy) throw EngineError.of('SESSION_IS_LOCKED', `Session ${wish.id} is locked by a concurrent client.`);
    found.busy = true;
    clearTimeout(found.timer);
    const lease: Lease = {
      session: found.session,
      kept: true,
      readonlyDone: found.readonlyDone,
      release: () => {
        found.readonlyDone = lease.readonlyDone;
        found.busy = false;
        found.timer = setTimeout(() => this.end(key), wish.timeoutMs).unref();
      },
    };
    return lease;
  }

  closeAll(): void {
    for (const [key, { busy }] of this.kept) {
      if (!busy) this.end(key);
    }
  }

  private open(key: string, wish: SessionWish): Kept {
    if (wish.check) throw EngineError.of('SESSION_NOT_FOUND', `Session ${wish.id} not found.`);
    if (this.kept.size >= this.maxSessions) {
      throw EngineError.of('LIMIT_EXCEEDED', `Too many sessions: ${this.maxSessions} are open.`);
    }
    const opened: Kept = { session: this.engine.session(), busy: false, readonlyDone: false, timer: undefined };
    this.kept.set(key, opened);
    return opened;
  }

  private end(key: string): void {
    const found = this.kept.get(key);
    if (found === undefined) return;
    this.kept.delete(key);
    clearTimeout(found.timer);
    found.session.close();
  }
}
