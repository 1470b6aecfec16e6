import { EVENT_LIMITS } from '@analytics/contracts';
import type { DemoEvent } from '../story/teller';
import type { Parcel } from './parcels';
import type { Progress } from './progress';
import type { StoreDoor } from './store-door';

/** Requests at a time; batches of one parcel are in order per lane, and a subject keeps its lane. */
const LANES = 3;

export interface Sent {
  readonly events: number;
  /** How many were refused, by code. */
  readonly refused: Readonly<Record<string, number>>;
}

/** Sends parcel by parcel; while one travels, the file of the next is already being worked on. */
export class StoreSender {
  private events = 0;
  private readonly refused: Record<string, number> = {};

  constructor(
    private readonly door: StoreDoor,
    private readonly name: string,
    private readonly progress: Progress,
  ) {}

  async send(parcels: Iterable<Parcel>): Promise<Sent> {
    let before: Promise<void> = Promise.resolve();
    for (const parcel of parcels) {
      const file = await this.startFile(parcel);
      await before;
      before = this.rest(parcel, file);
      // Its failure is met in the next round.
      before.catch(() => undefined);
    }
    await before;
    return { events: this.events, refused: this.refused };
  }

  private async startFile({ number, old }: Parcel): Promise<string | undefined> {
    if (old.length === 0) return undefined;
    return this.door.startImport(
      `${this.name}-${number}`,
      old.map(({ envelope }) => envelope),
    );
  }

  private async rest({ old, recent, share }: Parcel, file: string | undefined): Promise<void> {
    if (file !== undefined) await this.door.importEnded(file);
    this.told(old.length, share);
    const lanes = Array.from({ length: LANES }, (): DemoEvent[] => []);
    for (const event of recent) lanes[laneOf(event)]!.push(event);
    await Promise.all(lanes.map((lane) => this.collect(lane, share)));
  }

  private async collect(lane: readonly DemoEvent[], share: number): Promise<void> {
    for (let start = 0; start < lane.length; start += EVENT_LIMITS.batchEvents) {
      const batch = lane.slice(start, start + EVENT_LIMITS.batchEvents);
      const { items } = await this.door.collect(batch.map(({ envelope }) => envelope));
      for (const { status, code } of items) {
        if (status === 'rejected') this.refused[code ?? ''] = (this.refused[code ?? ''] ?? 0) + 1;
      }
      this.told(batch.length, share);
    }
  }

  private told(events: number, share: number): void {
    this.events += events;
    this.progress.tell('sent', share, this.events);
  }
}

/** The number in the id of a subject's events. */
function laneOf({ envelope }: DemoEvent): number {
  const [, subject = ''] = envelope.id.split('-');
  return Number(/\d+/.exec(subject)?.[0] ?? 0) % LANES;
}
