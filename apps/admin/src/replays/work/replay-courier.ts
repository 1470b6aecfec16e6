import { KafkaPort } from '@analytics/infra-kafka';
import { type HeldReplay, ReplayWorkStore } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { replayedRecords } from '../replays.metrics';
import { RecordPreparation } from './prepared-records';
import { outgoingCopy } from './replayed-letter';

/** One portion: between two of them it is asked what is wanted of the replay. */
export const MOST_SENT_AT_ONCE = 500;

/**
 * Sends records again. First they are claimed, then sent, then said to be sent: whoever dies in between leaves claimed ones, which
 * the next runner sends once more. The copy has the identity of the first, so it counts once.
 */
@Injectable()
export class ReplayCourier {
  constructor(
    private readonly work: ReplayWorkStore,
    private readonly preparation: RecordPreparation,
    private readonly kafka: KafkaPort,
  ) {}

  /** Says how many records it took, whatever became of them; 0 = there are no more. */
  async send(replay: HeldReplay, most: number): Promise<number> {
    const records = await this.work.next(replay, Math.min(most, MOST_SENT_AT_ONCE));
    if (records.length === 0) return 0;
    const { ready, skipped } = await this.preparation.of(replay, records);
    await this.work.settle(replay, skipped);
    const claimed = new Map((await this.work.claim(replay, ready)).map((each) => [each.record, each]));
    const going = ready.flatMap((record) => {
      const claim = claimed.get(record.record);
      return claim === undefined ? [] : [{ ...record, claim }];
    });
    const sent = await this.kafka.send(
      going.map(({ letter, originAt, claim }) => outgoingCopy(letter, { count: claim.replayCount, originAt })),
    );
    await this.work.sent(
      replay,
      sent.map((place, at) => ({ ...place, place: going[at]!.place })),
    );
    replayedRecords.inc({ outcome: 'sent' }, sent.length);
    replayedRecords.inc({ outcome: 'skipped' }, records.length - sent.length);
    return records.length;
  }
}
