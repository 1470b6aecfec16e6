import { DEAD_LETTER_HEADERS } from '@analytics/contracts';
import { type HeldReplay, ReplayWorkStore, type SettledRecord } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { IntakeChecksClient } from '../checks/intake-checks.client';
import { StoredContents } from '../checks/stored-contents';
import { rehearsedRecords } from '../replays.metrics';
import { type ReadyRecord, RecordPreparation } from './prepared-records';
import { isIntakeTopic } from './replayed-letter';

const AT_ONCE = 500;

/**
 * A dry run: the real steps of intake say what they would do with the records, and the warehouse what it holds against those that
 * pass; nothing of a record changes.
 */
@Injectable()
export class ReplayRehearsal {
  constructor(
    private readonly work: ReplayWorkStore,
    private readonly preparation: RecordPreparation,
    private readonly checks: IntakeChecksClient,
    private readonly stored: StoredContents,
  ) {}

  /** Says how many records it looked at; 0 = there are no more. */
  async go(replay: HeldReplay): Promise<number> {
    const records = await this.work.next(replay, AT_ONCE);
    if (records.length === 0) return 0;
    const { ready, skipped } = await this.preparation.of(replay, records);
    const settled = [...skipped, ...(await this.verdictsOn(ready))];
    await this.work.settle(replay, settled);
    for (const { state } of settled) rehearsedRecords.inc({ outcome: state });
    return records.length;
  }

  private async verdictsOn(ready: readonly ReadyRecord[]): Promise<SettledRecord[]> {
    const able = ready.filter(({ letter }) => isIntakeTopic(letter.topic));
    const verdicts = await this.checks.check(able.map(checkOf));
    const refusals = new Map(
      able.flatMap(({ record }, at) => {
        const verdict = verdicts[at]!;
        return verdict.status === 'reject' ? [[record, verdict.reason] as const] : [];
      }),
    );
    const passing = ready.filter(({ record }) => !refusals.has(record));
    const conflicts = await this.stored.conflicts(passing.map(({ letter }) => letter));
    passing.forEach(({ record }, at) => conflicts[at] === true && refusals.set(record, 'ID_CONFLICT'));
    return ready.map(({ place, record, letter }): SettledRecord => {
      const reason = refusals.get(record);
      if (reason !== undefined) return { place, record, state: 'failed_again', reason };
      // Nobody else says beforehand what warehouse or lake would make of what intake passed long ago.
      if (!isIntakeTopic(letter.topic)) return { place, record, state: 'skipped', reason: 'NOT_CHECKABLE' };
      return { place, record, state: 'succeeded' };
    });
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
