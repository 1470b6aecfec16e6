import { setTimeout as pause } from 'node:timers/promises';
import { type EventEnvelope } from '@analytics/contracts';
import { SeededRandom } from '@analytics/testing';
import { collectAnswer, gameViewed, post } from './events';
import type { Stack } from './stack';

const DEVICES_EACH = 25;
const BATCH = 100;
const SENT_AGAIN = 0.05;
const REMEMBERED = 2_000;

/** The source of all events of the senders. */
export const STEADY_SOURCE = '/e2e/steady';

/**
 * Senders as a careful client library writes them: a batch is sent again, with the same ids, until it is acknowledged, and
 * nothing after it before that. One event in twenty is sent once more later. The id of an event tells its device and its number.
 */
export class SteadySenders {
  /** Numbers acknowledged so far, by device. */
  readonly acknowledged = new Map<string, number>();
  readonly undeclared: string[] = [];
  sentAgain = 0;
  private readonly working: Promise<void>[];

  constructor(
    private readonly stack: Stack,
    plan: { readonly events: number; readonly senders: number },
  ) {
    const each = Math.ceil(plan.events / plan.senders);
    this.working = Array.from({ length: plan.senders }, (_, number) => this.send(number, each));
  }

  get total(): number {
    return [...this.acknowledged.values()].reduce((sum, count) => sum + count, 0);
  }

  async done(): Promise<void> {
    await Promise.all(this.working);
  }

  private async send(sender: number, events: number): Promise<void> {
    const random = new SeededRandom(sender + 1);
    const next = new Map<string, number>();
    const sent: EventEnvelope[] = [];
    for (let count = 0; count < events;) {
      const batch: EventEnvelope[] = [];
      while (batch.length < BATCH) {
        const again = sent.length > 0 && random.next() < SENT_AGAIN;
        batch.push(again ? sent[Math.floor(random.next() * sent.length)]! : this.fresh(sender, random, next));
        if (again) this.sentAgain += 1;
        else count += 1;
      }
      await this.untilAcknowledged(batch);
      sent.push(...batch);
      sent.splice(0, Math.max(0, sent.length - REMEMBERED));
      for (const [device, number] of next) this.acknowledged.set(device, number);
    }
  }

  private fresh(sender: number, random: SeededRandom, next: Map<string, number>): EventEnvelope {
    const device = `steady-${sender}-${Math.floor(random.next() * DEVICES_EACH)}`;
    const number = next.get(device) ?? 0;
    next.set(device, number + 1);
    const { data } = gameViewed();
    return gameViewed({ id: `${device}:${number}`, source: STEADY_SOURCE, data: { ...data, anonymousId: device } });
  }

  private async untilAcknowledged(batch: readonly EventEnvelope[]): Promise<void> {
    for (;;) {
      try {
        const response = await post(this.stack, batch);
        if (response.status === 202 || response.status === 200) {
          const { rejected } = (await collectAnswer(response)).data;
          if (rejected > 0) this.undeclared.push(`${rejected} events were refused`);
          return;
        }
        if (response.status !== 503) this.undeclared.push(`${response.status} ${await response.text()}`);
      } catch {
        // A cut or refused connection: nothing is known, so the same goes again.
      }
      await pause(200);
    }
  }
}
