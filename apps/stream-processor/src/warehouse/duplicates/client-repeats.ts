import { type OffsetRange, Unavailable } from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { SinkNotes } from '@analytics/infra-postgres';
import { DuplicateHints } from '@analytics/infra-redis';
import { Injectable, Logger } from '@nestjs/common';
import type { Candidate } from '../protocol/candidate';
import { WAREHOUSE_SINK } from '../protocol/range-sink';
import type { Place, Repeat, RepeatFinder } from '../protocol/sink-ports';
import { WarehouseConfig } from '../warehouse.config';
import { identitiesLookedUp } from '../warehouse.metrics';
import { identityOf, judgeRepeats } from './judge-repeats';
import { storedElsewhere } from './stored-identities.sql';

/** A question with its values must stay below what the engine parses as one query (256 KiB), however long identities are. */
const QUESTION_BYTES = 96 * 1024;
const BYTES_BESIDE = 8;
const HOUR_MS = 3_600_000;

/** Finds what clients sent again: hints of Redis spare most questions, what the warehouse holds decides. */
@Injectable()
export class ClientRepeats implements RepeatFinder {
  private readonly logger = new Logger(ClientRepeats.name);

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly hints: DuplicateHints,
    private readonly notes: SinkNotes,
    private readonly config: WarehouseConfig,
  ) {}

  async find(own: Place & OffsetRange, candidates: readonly Candidate[]): Promise<ReadonlyMap<bigint, Repeat>> {
    const first = new Map<string, Candidate>();
    for (const candidate of candidates) {
      const identity = identityOf(candidate);
      if (!first.has(identity)) first.set(identity, candidate);
    }
    const suspects = await this.suspects(own, first);
    return judgeRepeats(candidates, await this.stored(own, suspects));
  }

  /** Those that may be stored already. That a hint is missing says nothing while hints may have been lost. */
  private async suspects(
    own: Place & OffsetRange,
    first: ReadonlyMap<string, Candidate>,
  ): Promise<readonly Candidate[]> {
    const all = [...first.values()];
    try {
      const by = `${own.topic}:${own.part}:`;
      const asked = [...first].map(([thing, { offset }]) => ({ thing, by: `${by}${offset}` }));
      const { completeForMs, firstBy } = await this.hints.ask(asked);
      const trustedFrom = await this.trustedFrom(completeForMs);
      return all.filter((candidate, index) => {
        const hint = firstBy[index];
        // The own range's hint is an earlier try of ours and says as little as none.
        const isNew = hint === undefined || isOwn(hint, by, own);
        // As it was sent: the instant it counts for is corrected by the clocks of its time.
        return !isNew || Date.parse(candidate.event.occurred_at) < trustedFrom;
      });
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await this.notes.noteOutage(WAREHOUSE_SINK);
      this.logger.warn({ msg: 'no hints of duplicates, everything is looked up in the warehouse', err: error });
      return all;
    }
  }

  /** An event from before is older than any hint of it may be, so it is looked up. */
  private async trustedFrom(completeForMs: number): Promise<number> {
    if (completeForMs < this.hintMs) return Infinity;
    const outage = await this.notes.lastOutage(WAREHOUSE_SINK);
    const now = Date.now();
    if (outage !== undefined && now - outage.getTime() < this.hintMs) return Infinity;
    return now - this.hintMs + Math.min(HOUR_MS, this.hintMs / 10);
  }

  private async stored(own: Place & OffsetRange, suspects: readonly Candidate[]): Promise<Map<string, string>> {
    const stored = new Map<string, string>();
    for (const part of inQuestions(suspects)) {
      const sources = part.map(({ event }) => event.source);
      const ids = part.map(({ event }) => event.id);
      for (const { source, id, fingerprint } of await this.clickhouse.run(storedElsewhere(sources, ids, own))) {
        stored.set(`${source.length}:${source}${id}`, fingerprint);
      }
    }
    identitiesLookedUp.inc(suspects.length);
    return stored;
  }

  private get hintMs(): number {
    return this.config.hintSeconds * 1_000;
  }
}

function* inQuestions(suspects: readonly Candidate[]): Generator<Candidate[]> {
  let part: Candidate[] = [];
  let bytes = 0;
  for (const suspect of suspects) {
    const more = Buffer.byteLength(suspect.event.source) + Buffer.byteLength(suspect.event.id) + BYTES_BESIDE;
    if (part.length > 0 && bytes + more > QUESTION_BYTES) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(suspect);
    bytes += more;
  }
  if (part.length > 0) yield part;
}

function isOwn(hint: string, by: string, { from, to }: OffsetRange): boolean {
  if (!hint.startsWith(by)) return false;
  const offset = BigInt(hint.slice(by.length));
  return offset >= from && offset <= to;
}
