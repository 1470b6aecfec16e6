import { setMaxListeners } from 'node:events';
import { Unavailable } from '@analytics/domain';

/**
 * The time between two rebalances of a group, as one member lives it. Everything with an effect outside asks first
 * whether it is still the present one: the driver itself only notices a lost partition later, if at all.
 */
export class Generation {
  private readonly controller = new AbortController();
  private heardMs: number;

  constructor(
    private readonly silenceMs: number,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.heardMs = clock();
    // Every partition of the member listens, which is more than Node's guess of a leak.
    setMaxListeners(0, this.controller.signal);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get current(): boolean {
    return !this.controller.signal.aborted;
  }

  heard(): void {
    this.heardMs = this.clock();
  }

  end(): void {
    this.controller.abort();
  }

  /** Throws while the group has not answered lately: it may have given the partition away already. */
  assertFresh(): void {
    if (!this.current || this.clock() - this.heardMs > this.silenceMs) throw new MembershipUncertain();
  }
}

export class MembershipUncertain extends Unavailable {
  constructor() {
    super('the consumer group');
  }
}
