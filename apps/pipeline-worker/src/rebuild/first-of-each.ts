import { placesOfEvents } from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { Injectable } from '@nestjs/common';
import { identityOf, type LakeEvent } from '../lake/lake-reader';

const IDENTITIES_AT_A_TIME = 5_000;

/** Leaves out what repeats an event: of this chunk the lowest offset stays, and nothing that is stored from outside of it. */
@Injectable()
export class FirstOfEach {
  constructor(private readonly clickhouse: ClickHouse) {}

  async of(chunk: readonly LakeEvent[], signal: AbortSignal): Promise<LakeEvent[]> {
    const seen = new Set<string>();
    const first = chunk.filter(({ event }) => {
      const identity = identityOf(event);
      return !seen.has(identity) && seen.add(identity);
    });
    const stored = await this.stored(chunk, first, signal);
    return first.filter(({ event }) => !stored.has(identityOf(event)));
  }

  /** What an earlier try stored from the chunk itself does not count: it is to be stored by this one under the same token. */
  private async stored(chunk: readonly LakeEvent[], first: readonly LakeEvent[], signal: AbortSignal) {
    const { topic, partition, offset: from } = chunk[0]!.lineage;
    const to = chunk.at(-1)!.lineage.offset;
    const stored = new Set<string>();
    for (let at = 0; at < first.length; at += IDENTITIES_AT_A_TIME) {
      const events = first.slice(at, at + IDENTITIES_AT_A_TIME).map(({ event }) => [event.source, event.id] as const);
      for (const row of await this.clickhouse.run(placesOfEvents(events), { signal })) {
        const offset = BigInt(row._ko);
        const isOwn = row._kt === topic && row._kp === partition && offset >= from && offset <= to;
        if (!isOwn) stored.add(identityOf(row));
      }
    }
    return stored;
  }
}
