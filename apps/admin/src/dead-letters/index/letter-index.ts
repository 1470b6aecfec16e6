import { DeadLettersStore, type IncomingLetter, type IndexedLetters } from '@analytics/infra-postgres';
import { dropped, kept, type Outcome, type Received } from '@analytics/infra-kafka';
import { Injectable, Logger } from '@nestjs/common';
import { lettersIndexed } from '../dead-letters.metrics';
import { ErasedPeople } from '../erasures/erased-people';
import { LargePayloads } from '../payload/large-payloads';
import { letterIn } from './incoming-letter';

/** Takes letters of the topic into the index; a batch that comes again changes nothing. */
@Injectable()
export class LetterIndex {
  private readonly logger = new Logger(LetterIndex.name);

  constructor(
    private readonly store: DeadLettersStore,
    private readonly large: LargePayloads,
    private readonly erased: ErasedPeople,
  ) {}

  async take(batch: readonly Received[]): Promise<Outcome[]> {
    const letters = batch.map(letterIn);
    const readable = letters.filter((letter): letter is IncomingLetter => letter !== undefined);
    const placed = await this.large.moved(readable);
    if (placed.length > 0) {
      // An object that no record names any more would outlive the erasure of the people in it, so it goes first.
      await this.large.remove(await this.store.replacedObjects(placed));
      this.count(await this.store.index(placed));
      await this.large.remove(await this.store.spareObjects(placed));
      await this.erased.among(placed);
    }
    // Refusing a dead letter would make another one of it.
    return letters.map((letter, index) => (letter === undefined ? this.unreadable(batch[index] as Received) : kept));
  }

  private count(counts: IndexedLetters): void {
    for (const [outcome, letters] of Object.entries(counts) as [string, number][]) {
      lettersIndexed.inc({ outcome }, letters);
    }
  }

  private unreadable({ topic, partition, offset }: Received): Outcome {
    lettersIndexed.inc({ outcome: 'unreadable' });
    this.logger.error({
      msg: 'a record of the dead-letter topic is no dead letter',
      topic,
      partition,
      offset: String(offset),
    });
    return dropped('not_a_dead_letter');
  }
}
