import {
  eraseOffsets,
  FACT_TABLES,
  FactRefused,
  factRows,
  type Facts,
  factsOf,
  type FactsSpan,
  type FactTable,
  type InsertTable,
  unstorableIn,
} from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { Postgres, WAREHOUSE_WRITES } from '@analytics/infra-postgres';
import { inTurns } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import type { LakeEvent } from '../lake/lake-reader';

const TABLES = Object.keys(FACT_TABLES) as FactTable[];
const DOOR_WAIT_MS = 120_000;
const OFFSETS_AT_A_TIME = 1_000;

/** The facts of an event of the lake; undefined for one that the sink refused, for its reasons. */
export function storableFacts({ event, lineage }: LakeEvent): Facts | undefined {
  if (unstorableIn({ ...event }) !== undefined) return undefined;
  try {
    return factsOf(event, lineage);
  } catch (error) {
    if (error instanceof FactRefused) return undefined;
    throw error;
  }
}

/** Puts events of the lake into the tables of facts as the sink does, and takes out what came from given offsets. */
@Injectable()
export class FactWriter {
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly postgres: Postgres,
  ) {}

  /** Stores what can be stored; `token` names exactly these events. Says how many that were. */
  async insert(events: readonly LakeEvent[], token: string, signal: AbortSignal): Promise<number> {
    const facts = (await inTurns(events, storableFacts)).filter((storable) => storable !== undefined);
    const rows = factRows(facts);
    await this.whileOthersWriteToo(async () => {
      for (const table of TABLES) {
        signal.throwIfAborted();
        const to = FACT_TABLES[table] as InsertTable<unknown>;
        await this.clickhouse.insert(to, rows[table], { token: `${token}:${table}`, signal });
      }
    });
    return facts.length;
  }

  /** Views keep what they made of it; whoever erases has them made anew. */
  async erase(span: FactsSpan, offsets: readonly bigint[], signal: AbortSignal): Promise<void> {
    await this.whileOthersWriteToo(async () => {
      for (let at = 0; at < offsets.length; at += OFFSETS_AT_A_TIME) {
        const part = offsets.slice(at, at + OFFSETS_AT_A_TIME);
        for (const table of TABLES) await this.clickhouse.execute(eraseOffsets(table, span, part), { signal });
      }
    });
  }

  private whileOthersWriteToo<T>(work: () => Promise<T>): Promise<T> {
    return this.postgres.throughDoor(WAREHOUSE_WRITES, 'together', work, { waitMs: DOOR_WAIT_MS });
  }
}
