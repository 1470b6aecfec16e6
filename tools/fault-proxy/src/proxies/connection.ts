import { connect, type Socket } from 'node:net';
import type { Toxic, ToxicKind } from '../toxics/toxic';
import { Link } from './link';

export interface Address {
  readonly host: string;
  readonly port: number;
}

const ENDING: readonly ToxicKind[] = ['timeout', 'reset_peer'];

/** One client and its way to the store. Which toxics work on it is drawn once per toxic, by its toxicity. */
export class Connection {
  private store: Socket | undefined;
  private readonly drawn = new WeakMap<Toxic, boolean>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private ending = false;

  constructor(
    private readonly client: Socket,
    private readonly upstream: Address,
    private readonly toxics: () => readonly Toxic[],
    private readonly random: () => number,
    gone: () => void,
  ) {
    client.on('error', () => this.cut('reset'));
    client.once('close', () => {
      for (const timer of this.timers) clearTimeout(timer);
      this.store?.destroy();
      gone();
    });
    this.toxicsChanged();
    // Whoever is never answered is not told about to the store either.
    if (this.own().some(({ type }) => type === 'half_open')) client.resume();
    else this.open();
  }

  /** Toxics that end a connection count from when they come to it. */
  toxicsChanged(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    for (const { type, attributes } of this.own()) {
      if (!ENDING.includes(type)) continue;
      const afterMs = attributes['timeout']!;
      if (type === 'timeout' && afterMs === 0) continue;
      this.timers.add(setTimeout(() => this.cut(type === 'reset_peer' ? 'reset' : 'end'), afterMs));
    }
  }

  cut(how: 'end' | 'reset'): void {
    // Each piece behind a limit asks for the end again.
    if (how === 'end' && this.ending) return;
    this.ending = true;
    for (const socket of [this.client, this.store]) {
      if (socket === undefined || socket.destroyed) continue;
      if (how === 'reset') socket.resetAndDestroy();
      // What was written still goes out; after that there is nothing.
      else socket.destroySoon();
    }
  }

  private open(): void {
    const store = connect({ ...this.upstream, noDelay: true, allowHalfOpen: true });
    this.store = store;
    store.on('error', () => this.cut('reset'));
    const cut = (how: 'end' | 'reset'): void => this.cut(how);
    const own = (): readonly Toxic[] => this.own();
    new Link('upstream', { from: this.client, to: store, cut }, own, this.random);
    new Link('downstream', { from: store, to: this.client, cut }, own, this.random);
  }

  private own(): readonly Toxic[] {
    return this.toxics().filter((toxic) => {
      const known = this.drawn.get(toxic);
      if (known !== undefined) return known;
      const works = this.random() < toxic.toxicity;
      this.drawn.set(toxic, works);
      return works;
    });
  }
}
