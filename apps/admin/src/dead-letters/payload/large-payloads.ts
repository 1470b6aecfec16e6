import type { DeadLetterContent, IncomingLetter } from '@analytics/infra-postgres';
import { LakeStore, ObjectMissing } from '@analytics/infra-s3';
import { Injectable } from '@nestjs/common';
import { DeadLettersConfig } from '../dead-letters.config';

const FOLDER = 'dead-letters';
const AT_ONCE = 8;
const DAY = /^dead-letters\/(\d{4}-\d\d-\d\d)\//;
const DELETED_AT_ONCE = 500;

/** What is too large for a row: as it came, sealed or not, in a folder of the day on which it came. */
@Injectable()
export class LargePayloads {
  constructor(
    private readonly config: DeadLettersConfig,
    private readonly store: LakeStore,
  ) {}

  /** The same letters, with a pointer where the bytes are many. */
  async moved(letters: readonly IncomingLetter[]): Promise<IncomingLetter[]> {
    const placed = [...letters];
    const large = [...letters.entries()].filter(
      ([, { letter }]) => bytesOf(letter.raw_base64) > this.config.inlineBytes,
    );
    for (let from = 0; from < large.length; from += AT_ONCE) {
      await Promise.all(
        large.slice(from, from + AT_ONCE).map(async ([index, incoming]) => {
          const { raw_base64: raw, last_seen: seen, dlq_id: id } = incoming.letter;
          const rawObject = `${FOLDER}/${seen.slice(0, 10)}/${id}`;
          await this.store.putOnce(rawObject, Buffer.from(raw ?? '', 'base64'));
          placed[index] = { ...incoming, rawObject };
        }),
      );
    }
    return placed;
  }

  /** The bytes of a record as they are kept; nothing where they were never kept, or their time is over. */
  async of({ raw, rawObject }: DeadLetterContent): Promise<Buffer | null> {
    if (raw !== null || rawObject === null) return raw;
    try {
      return await this.store.getBytes(rawObject);
    } catch (error) {
      if (error instanceof ObjectMissing) return null;
      throw error;
    }
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (let from = 0; from < keys.length; from += DELETED_AT_ONCE) {
      await this.store.delete(...keys.slice(from, from + DELETED_AT_ONCE));
    }
  }

  removeOld(before: Date): Promise<void> {
    return this.store.deleteEach(this.keysBefore(before.toISOString().slice(0, 10)));
  }

  private async *keysBefore(day: string): AsyncGenerator<string> {
    for await (const { key } of this.store.list({ prefix: `${FOLDER}/` })) {
      // Days come in order.
      if ((DAY.exec(key)?.[1] ?? day) >= day) return;
      yield key;
    }
  }
}

const bytesOf = (base64: string | null): number => ((base64?.length ?? 0) * 3) / 4;
