import { type JsonPatch, jsonPatchOf } from '@analytics/domain';
import { SealBroken } from '@analytics/infra-kafka';
import {
  type DeadLetterContent,
  DeadLettersStore,
  type Replay,
  type ReplayRecord,
  type SettledRecord,
} from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { LetterPayloads, type OpenedLetter } from '../../dead-letters/payload/letter-payloads';
import { preparedLetter } from './replayed-letter';

export interface ReadyRecord extends ReplayRecord {
  readonly letter: OpenedLetter;
}

export interface PreparedRecords {
  readonly ready: readonly ReadyRecord[];
  readonly skipped: readonly SettledRecord[];
}

export const patchOf = ({ patch }: Pick<Replay, 'patch'>): JsonPatch | undefined =>
  patch === null ? undefined : jsonPatchOf(patch);

/** Opens what is kept of records and changes it as the replay says. */
@Injectable()
export class RecordPreparation {
  constructor(
    private readonly letters: DeadLettersStore,
    private readonly payloads: LetterPayloads,
  ) {}

  async of(replay: Replay, records: readonly ReplayRecord[]): Promise<PreparedRecords> {
    const patch = patchOf(replay);
    const contents = await this.letters.contents(records.map(({ record }) => record));
    const opened = await Promise.all(contents.map((content) => this.opened(content)));
    const byId = new Map(opened.flatMap((letter) => (letter === undefined ? [] : [[letter.id, letter] as const])));
    const ready: ReadyRecord[] = [];
    const skipped: SettledRecord[] = [];
    for (const record of records) {
      const prepared = preparedLetter(byId.get(record.record), patch);
      if (prepared.ok) ready.push({ ...record, letter: prepared.letter });
      else skipped.push({ ...record, state: 'skipped', reason: prepared.skip });
    }
    return { ready, skipped };
  }

  private async opened(content: DeadLetterContent): Promise<OpenedLetter | undefined> {
    try {
      return await this.payloads.open(content);
    } catch (error) {
      // Sealed by another key of the same name, or damaged: nobody can open it.
      if (error instanceof SealBroken) return undefined;
      throw error;
    }
  }
}
