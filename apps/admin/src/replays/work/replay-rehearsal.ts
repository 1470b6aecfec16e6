import { DEAD_LETTER_HEADERS } from '@analytics/contracts';
import { type HeldReplay, ReplayWorkStore, type SettledRecord } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { IntakeChecksClient } from '../checks/intake-checks.client';
import { rehearsedRecords } from '../replays.metrics';
import { type ReadyRecord, RecordPreparation } from './prepared-records';
import { isIntakeTopic } from './replayed-letter';

const AT_ONCE = 500;

/** A dry run: the real steps of intake say what they would do with the records; nothing of a record changes. */
@Injectable()
export class ReplayRehearsal {
  constructor(
    private readonly work: ReplayWorkStore,
    private readonly preparation: RecordPreparation,
    private readonly checks: IntakeChecksClient,
  ) {}

  /** Says how many records it looked at; 0 = there are no more. */
  async go(replay: HeldReplay): Promise<number> {
    const records = await this.work.next(replay, AT_ONCE);
    if (records.length === 0) return 0;
    const { ready, skipped } = await this.preparation.of(replay, records);
    const able = ready.filter(({ letter }) => isIntakeTopic(letter.topic));
    const unable = ready
      .filter(({ letter }) => !isIntakeTopic(letter.topic))
      .map(({ place, record }): SettledRecord => ({ place, record, state: 'skipped', reason: 'NOT_CHECKABLE' }));
    const verdicts = await this.checks.check(able.map(checkOf));
    const told = able.map(({ place, record }, at): SettledRecord => {
      const verdict = verdicts[at]!;
      return verdict.status === 'pass'
        ? { place, record, state: 'succeeded' }
        : { place, record, state: 'failed_again', reason: verdict.reason };
    });
    const settled = [...skipped, ...unable, ...told];
    await this.work.settle(replay, settled);
    for (const { state } of settled) rehearsedRecords.inc({ outcome: state });
    return records.length;
  }
}

const base64 = (bytes: Buffer | null): string | null => bytes?.toString('base64') ?? null;

const checkOf = ({ letter, originAt }: ReadyRecord) => ({
  topic: letter.topic,
  key_base64: base64(letter.key),
  headers: { ...letter.headers, [DEAD_LETTER_HEADERS.replayOf]: letter.id },
  value_base64: base64(letter.value),
  timestamp: originAt.toISOString(),
});
