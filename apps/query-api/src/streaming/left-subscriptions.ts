import type { Subscription } from './subscription';

/** So long whoever lost a connection may come back to what was asked for on it. */
const KEPT_MS = 60_000;

/** What was asked for on sockets that closed a moment ago, of each caller the last: who comes back resumes with one message. */
export class LeftSubscriptions {
  private readonly left = new Map<string, { readonly subscriptions: readonly Subscription[]; readonly atMs: number }>();

  constructor(private readonly most: number) {}

  keep(subject: string, subscriptions: readonly Subscription[], atMs: number): void {
    if (subscriptions.length === 0) return;
    this.left.delete(subject);
    this.left.set(subject, { subscriptions, atMs });
    for (const [longest, { atMs: leftAtMs }] of this.left) {
      if (this.left.size <= this.most && atMs - leftAtMs <= KEPT_MS) break;
      this.left.delete(longest);
    }
  }

  take(subject: string, nowMs: number): readonly Subscription[] {
    const found = this.left.get(subject);
    this.left.delete(subject);
    return found === undefined || nowMs - found.atMs > KEPT_MS ? [] : found.subscriptions;
  }
}
