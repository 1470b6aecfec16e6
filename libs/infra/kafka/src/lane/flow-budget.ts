import { Gauge, Counter } from 'prom-client';

const inFlightBytes = new Gauge({
  name: 'kafka_consumer_in_flight_bytes',
  help: 'Bytes fetched and not yet settled',
});
const limitReached = new Counter({
  name: 'kafka_consumer_limit_reached_total',
  help: 'Times the bound of bytes in flight was reached and partitions were paused',
});

/** The bytes all consumers of a process hold together. Who holds something waits while it is spent; who holds nothing may fetch once. */
export class FlowBudget {
  private used = 0;
  private readonly listeners = new Set<() => void>();
  private readonly spentListeners = new Set<() => void>();

  constructor(private readonly limitBytes: number) {}

  get spent(): boolean {
    return this.used >= this.limitBytes;
  }

  take(bytes: number): void {
    const before = this.spent;
    this.count(bytes);
    if (before || !this.spent) return;
    limitReached.inc();
    for (const listener of this.spentListeners) listener();
  }

  give(bytes: number): void {
    const before = this.spent;
    this.count(-bytes);
    if (before && !this.spent) for (const listener of this.listeners) listener();
  }

  whenFreed(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  whenSpent(listener: () => void): () => void {
    this.spentListeners.add(listener);
    return () => this.spentListeners.delete(listener);
  }

  private count(bytes: number): void {
    this.used += bytes;
    inFlightBytes.inc(bytes);
  }
}
