import type { CollectItem } from '@analytics/contracts';
import { Injectable } from '@nestjs/common';
import { EventSink } from '../spool/event-sink';
import type { Sender } from '../write-keys/sender';
import { countVerdicts } from './collect.metrics';
import type { Arrived } from './events/arrived';
import { type Delivery, EventJudge } from './events/event-judge';
import { RecentEvents } from './events/recent-events';

@Injectable()
export class CollectService {
  constructor(
    private readonly judge: EventJudge,
    private readonly sink: EventSink,
    private readonly recent: RecentEvents,
  ) {}

  /**
   * Judges each item alone and resolves once every record is safe. What is refused goes the same way when it can be told
   * apart, with its verdict, so that intake, the one writer of dead letters, keeps it for repair. A repeat is harmless:
   * (source, id) counts once.
   */
  async collect(items: readonly Arrived[], sender: Sender, receivedAt: Date): Promise<CollectItem[]> {
    const known = (name: string) => this.recent.fingerprintOf(name);
    const delivery: Delivery = { sender, receivedAt, accepted: new Map(), known };
    const judged = items.map((arrived, index) => this.judge.judge(arrived, index, delivery));
    const records = judged.flatMap(({ record }) => (record === undefined ? [] : [record]));
    if (records.length > 0) await this.sink.send(records);
    // Only now: an event that was not acknowledged is no repeat when it comes again.
    for (const [name, fingerprint] of delivery.accepted) this.recent.remember(name, fingerprint);
    const verdicts = judged.map(({ item }) => item);
    countVerdicts(verdicts);
    return verdicts;
  }
}
