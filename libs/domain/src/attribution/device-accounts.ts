import { byOrder, type Placed, sameEvent } from '../events/event-order';
import type { Span } from '../derived/spans';

export const LINK_TYPES: readonly string[] = [
  'com.platform.auth.user.registered.v1',
  'com.platform.auth.user.loggedin.v1',
];

/** How long before its first log-in a device's activity still counts for the account. */
export const LOOK_BACK_MS = 30 * 24 * 3_600_000;

/** An event that says: this account is on this device. */
export interface DeviceLink extends Placed {
  readonly userNo: number;
  readonly isStaff: boolean;
}

/** From here on the account's links up to this instant count no more. */
export interface DeviceUnlink {
  readonly userNo: number;
  readonly atMs: number;
}

export type Account = Pick<DeviceLink, 'userNo' | 'isStaff'>;

/** Whose a device was, and when. What is known can only grow; `facts` says how much it was. */
export class DeviceAccounts {
  readonly facts: number;
  private readonly links: readonly DeviceLink[];

  constructor(
    private readonly known: readonly DeviceLink[],
    unlinks: readonly DeviceUnlink[],
  ) {
    this.facts = known.length + unlinks.length;
    const taken = (link: DeviceLink) => unlinks.some(({ userNo, atMs }) => userNo === link.userNo && atMs >= link.atMs);
    this.links = known.filter((link) => !taken(link)).sort(byOrder);
  }

  /** Accounts that were ever on the device, those taken back among them: whoever knew less may have given it to any of them. */
  everybody(): ReadonlySet<number> {
    return new Set(this.known.map(({ userNo }) => userNo));
  }

  /** The account an anonymous event counts for: the last one before it, else the first one soon after it. */
  accountOf(event: Placed): Account | undefined {
    const index = this.indexAfter(event);
    const before = this.links[index - 1];
    if (before !== undefined) return before;
    const after = this.links[index];
    return after !== undefined && after.atMs - event.atMs <= LOOK_BACK_MS ? after : undefined;
  }

  /** Where this link decides whose an event is, as far as another link does not say the same there. */
  decidedBy(link: Placed): Span | undefined {
    const index = this.links.findIndex((known) => sameEvent(known, link));
    const own = this.links[index];
    if (own === undefined) return undefined;
    const before = this.links[index - 1];
    if (before !== undefined && sameAccount(before, own)) return undefined;
    const next = this.links.slice(index + 1).find((later) => !sameAccount(later, own));
    return {
      fromMs: before === undefined ? own.atMs - LOOK_BACK_MS : own.atMs,
      toMs: next?.atMs ?? Number.POSITIVE_INFINITY,
    };
  }

  /** What may change when the account's links up to the instant are taken back. */
  lostWith({ userNo, atMs }: DeviceUnlink): Span | undefined {
    const lost = this.known.filter((link) => link.userNo === userNo && link.atMs <= atMs);
    if (lost.length === 0) return undefined;
    return { fromMs: Math.min(...lost.map((link) => link.atMs)) - LOOK_BACK_MS, toMs: Number.POSITIVE_INFINITY };
  }

  /** Number of links that come before the event. */
  private indexAfter(event: Placed): number {
    let [low, high] = [0, this.links.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byOrder(this.links[middle]!, event) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const sameAccount = (one: Account, other: Account): boolean =>
  one.userNo === other.userNo && one.isStaff === other.isStaff;
