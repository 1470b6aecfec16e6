import { EVENT_COPIES, FACT_TABLES, type FactTable, type InsertTable } from '@analytics/domain';
import { ClickHouse, ClickHouseConfig } from '@analytics/infra-clickhouse';
import { Postgres, WAREHOUSE_WRITES } from '@analytics/infra-postgres';
import { Places } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import type { FactStore, Place, Span } from '../protocol/sink-ports';
import type { Sum } from '../protocol/range-rows';
import {
  blocksSince,
  eraseRange,
  fillCopy,
  lastStored,
  serverUptime,
  storedOfRange,
  sumOfRange,
} from './fact-store.sql';
import { WarehouseConfig } from '../warehouse.config';
import { WarehouseFitness } from './warehouse-fitness';

/** A fifth of the tokens a table remembers: views that several tables feed remember for fewer of each. */
const CERTAINLY_REMEMBERED = 2_000n;
/** How far the clocks of two of our machines may be apart. */
const CLOCK_SKEW_MS = 5_000;

@Injectable()
export class ClickHouseFacts implements FactStore {
  private readonly places: Places;

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly postgres: Postgres,
    private readonly fitness: WarehouseFitness,
    private readonly config: ClickHouseConfig,
    { rangesAtOnce }: WarehouseConfig,
  ) {
    this.places = new Places(rangesAtOnce);
  }

  async insert(table: FactTable, rows: readonly object[], token: string, signal?: AbortSignal): Promise<void> {
    await this.clickhouse.insert(FACT_TABLES[table] as InsertTable<object>, rows, { token, signal });
  }

  async sum(table: FactTable, span: Span): Promise<Sum> {
    const [found] = await this.clickhouse.run(sumOfRange(table, span));
    return { rows: Number(found!.rows), xor: BigInt(found!.xor), sum: BigInt(found!.sum) };
  }

  async stored(span: Span): Promise<ReadonlyMap<bigint, bigint>> {
    const rows = await this.clickhouse.run(storedOfRange(span));
    return new Map(rows.map(({ _ko, _hash }) => [BigInt(_ko), BigInt(_hash)]));
  }

  async lastOffset(place: Place, from: bigint): Promise<bigint | undefined> {
    const [found] = await this.clickhouse.run(lastStored(place, from));
    return found!.last === null ? undefined : BigInt(found!.last);
  }

  async remembersToken(table: FactTable, span: Span): Promise<boolean> {
    // Shards number their blocks each for itself; that a token was forgotten is then seen by rows that are there twice.
    if (this.config.cluster !== '') return true;
    const [found] = await this.clickhouse.run(blocksSince(table, span));
    return BigInt(found!.blocks) < CERTAINLY_REMEMBERED;
  }

  /** The server is asked how long it has been up: its clock need not be ours. */
  async startedSince(moment: Date): Promise<boolean> {
    // Replicas keep a block's token with its part in one step.
    if (this.config.cluster !== '') return false;
    const [found] = await this.clickhouse.run(serverUptime);
    return moment.getTime() < Date.now() - found!.seconds * 1_000 + CLOCK_SKEW_MS;
  }

  async copyAgain(table: FactTable, span: Span): Promise<void> {
    if (table !== 'events') return;
    for (const copy of EVENT_COPIES) await this.clickhouse.execute(fillCopy(copy, span));
  }

  async erase(table: FactTable, span: Span): Promise<void> {
    await this.clickhouse.execute(eraseRange(table, span, this.config.cluster));
  }

  /** A server that does not keep our promises gets no rows. */
  async writing<T>(work: () => Promise<T>): Promise<T> {
    await this.fitness.assertFit();
    return this.places.in(() => this.postgres.throughDoor(WAREHOUSE_WRITES, 'together', () => work()));
  }
}
