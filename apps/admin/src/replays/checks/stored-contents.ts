import { COLLECTED_HEADERS, COLLECTED_TOPIC, VALIDATED_TOPIC } from '@analytics/contracts';
import { fingerprintOf, isObject, storedFingerprints } from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { Injectable } from '@nestjs/common';
import { eventOf } from '../../dead-letters/payload/event-of';
import type { OpenedLetter } from '../../dead-letters/payload/letter-payloads';

/** Identities of one question: with the longest of them it stays below what the engine parses as one query. */
const AT_ONCE = 50;

interface Content {
  readonly source: string;
  readonly id: string;
  readonly fingerprint: string;
}

type Sendable = Pick<OpenedLetter, 'topic' | 'headers' | 'value'>;

/** Asks the warehouse what it would hold against an event that intake lets pass. */
@Injectable()
export class StoredContents {
  constructor(private readonly clickhouse: ClickHouse) {}

  /** Of each record in their order: whether another content of its source and id is stored. */
  async conflicts(letters: readonly Sendable[]): Promise<boolean[]> {
    const contents = letters.map(contentOf);
    const stored = await this.fingerprints(contents.filter((content) => content !== undefined));
    return contents.map((content) => {
      const known = content === undefined ? undefined : stored.get(nameOf(content));
      return known !== undefined && known !== content?.fingerprint;
    });
  }

  private async fingerprints(contents: readonly Content[]): Promise<ReadonlyMap<string, string>> {
    const stored = new Map<string, string>();
    for (let at = 0; at < contents.length; at += AT_ONCE) {
      const events = contents.slice(at, at + AT_ONCE).map(({ source, id }) => [source, id] as const);
      for (const row of await this.clickhouse.run(storedFingerprints(events))) stored.set(nameOf(row), row.fingerprint);
    }
    return stored;
  }
}

const nameOf = ({ source, id }: Pick<Content, 'source' | 'id'>): string => JSON.stringify([source, id]);

/** As the warehouse will see it: intake believes the fingerprint that collect wrote, and computes every other one. */
function contentOf({ topic, headers, value }: Sendable): Content | undefined {
  const event = eventOf({ headers, value });
  if (!isObject(event)) return undefined;
  const { source, id, fingerprint: validated } = event;
  const written = topic === COLLECTED_TOPIC ? headers[COLLECTED_HEADERS.fingerprint] : undefined;
  const fingerprint = topic === VALIDATED_TOPIC ? validated : (written ?? fingerprintOf(event));
  const texts = [source, id, fingerprint];
  return texts.every((text) => typeof text === 'string') ? ({ source, id, fingerprint } as Content) : undefined;
}
