import { EngineError } from './engine-error';

export interface AdmissionLimits {
  readonly maxQueries: number;
  readonly maxWaiting: number;
  readonly queueWaitMs: number;
}

/** Lets a bounded number of queries in, a bounded number wait for a bounded time, and turns the rest away. */
export class Admission {
  private running = 0;
  private readonly waiting: Array<() => void> = [];

  constructor(private readonly limits: AdmissionLimits) {}

  /** Resolves to the function that gives the place back. */
  async enter(gone: AbortSignal): Promise<() => void> {
    if (gone.aborted) throw cancelled();
    if (this.running < this.limits.maxQueries) this.running += 1;
    else await this.wait(gone);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    };
  }

  private wait(gone: AbortSignal): Promise<void> {
    const { maxQueries, maxWaiting, queueWaitMs } = this.limits;
    if (this.waiting.length >= maxWaiting) {
      throw tooMany(`${maxQueries} are running and ${maxWaiting} waiting`);
    }
    return new Promise((resolve, reject) => {
      const settle = (outcome: () => void) => {
        clearTimeout(timer);
        gone.removeEventListener('abort', onGone);
        const place = this.waiting.indexOf(admit);
        if (place !== -1) this.waiting.splice(place, 1);
        outcome();
      };
      const admit = () => settle(resolve);
      const onGone = () => settle(() => reject(cancelled()));
      const timer = setTimeout(
        () => settle(() => reject(tooMany(`no place among ${maxQueries} within ${queueWaitMs} ms`))),
        queueWaitMs,
      );
      gone.addEventListener('abort', onGone, { once: true });
      this.waiting.push(admit);
    });
  }
}

const tooMany = (why: string) =>
  EngineError.of('TOO_MANY_SIMULTANEOUS_QUERIES', `Too many simultaneous queries: ${why}.`);
const cancelled = () => EngineError.of('QUERY_WAS_CANCELLED', 'Query was cancelled: the client went away.');
