import {
  compareRows,
  groupSums,
  type GroupSums,
  notHere,
  placesOfEvents,
  repeatedEvents,
  rowsOfSpan,
  xorOfEvents,
} from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { Injectable } from '@nestjs/common';
import { storableFacts } from '../facts/fact-writer';
import { type LakeEvent, LakeReader, identityOf } from '../lake/lake-reader';
import type { Findings } from './findings';
import { holds, type LakeHour, type LakePlace, segmentsOf, spanOf } from './lake-hours';

const IDENTITIES_AT_A_TIME = 2_000;
const FEW_OFFSETS = 100;

export interface RowFindings {
  readonly findings: Findings;
  /** Offsets of the hour whose events the warehouse has, or should have, from there. */
  readonly counted: ReadonlySet<bigint>;
  /** Of the lake's rows at these offsets, each event once. */
  readonly lakeXor: bigint;
}

/** Rows of events: first by their sums, and row by row where those differ. */
@Injectable()
export class RowComparison {
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly lake: LakeReader,
  ) {}

  /** What the warehouse holds of every hour of the place, and of all of them together. */
  async sums({ topic, part, hours }: LakePlace, signal: AbortSignal): Promise<{ of: GroupSums[]; total: number }> {
    const rows = await this.clickhouse.run(groupSums(spanOf({ topic, part }, hours), segmentsOf(hours)), {
      signal,
      outside: true,
    });
    const of = hours.map((_, group) => rows.find((row) => row.is_total === 0 && row.group_no === group) ?? NO_ROWS);
    return { of, total: Number(rows.find((row) => row.is_total === 1)?.events ?? 0) };
  }

  /** Offsets whose events are stored from an earlier offset of the place too. */
  async repeated({ topic, part, hours }: LakePlace, signal: AbortSignal): Promise<bigint[]> {
    const rows = await this.clickhouse.run(repeatedEvents(spanOf({ topic, part }, hours)), { signal });
    return rows.map(({ later }) => BigInt(later));
  }

  async find(hour: LakeHour, signal: AbortSignal): Promise<RowFindings> {
    const inLake = await this.lake.identities(keysOf(hour), signal);
    const stored = await this.clickhouse.run(rowsOfSpan(spanOf(hour, [hour])), { signal });
    const inWarehouse = stored
      .map((row) => ({ offset: BigInt(row._ko), hash: BigInt(row._hash), identity: identityOf(row) }))
      .filter(({ offset }) => holds(hour, offset));
    const elsewhere = await this.elsewhere(hour, notHere(inLake, inWarehouse), signal);
    const found = compareRows(inLake, inWarehouse, elsewhere);
    const refused = await this.refusedOf(hour, found.missing, signal);
    const findings = {
      ...found,
      missing: found.missing.filter((offset) => !refused.has(offset)),
      restore: found.restore.filter((offset) => !refused.has(offset)),
      refused: refused.size,
    };
    const counted = new Set([...inWarehouse.map(({ offset }) => offset), ...findings.missing]);
    return { findings, counted, lakeXor: xorOfEvents(inLake, counted) };
  }

  /** The events of these offsets. Few are asked for by name; for many every file is read once, which costs less. */
  async *eventsOf(hour: LakeHour, offsets: readonly bigint[], signal: AbortSignal): AsyncGenerator<LakeEvent> {
    if (offsets.length === 0) return;
    if (offsets.length <= FEW_OFFSETS) return yield* this.lake.events(keysOf(hour), signal, offsets);
    const wanted = new Set(offsets);
    for await (const event of this.lake.events(keysOf(hour), signal)) {
      if (wanted.has(event.lineage.offset)) yield event;
    }
  }

  private async elsewhere(hour: LakeHour, identities: readonly string[], signal: AbortSignal): Promise<Set<string>> {
    const found = new Set<string>();
    for (let at = 0; at < identities.length; at += IDENTITIES_AT_A_TIME) {
      const events = identities.slice(at, at + IDENTITIES_AT_A_TIME).map((identity) => {
        const end = identity.indexOf('\u0000');
        return [identity.slice(0, end), identity.slice(end + 1)] as const;
      });
      for (const row of await this.clickhouse.run(placesOfEvents(events), { signal })) {
        const isOwn = row._kt === hour.topic && row._kp === hour.part && holds(hour, BigInt(row._ko));
        if (!isOwn) found.add(identityOf(row));
      }
    }
    return found;
  }

  private async refusedOf(hour: LakeHour, missing: readonly bigint[], signal: AbortSignal): Promise<Set<bigint>> {
    const refused = new Set<bigint>();
    for await (const event of this.eventsOf(hour, missing, signal)) {
      if (storableFacts(event) === undefined) refused.add(event.lineage.offset);
    }
    return refused;
  }
}

const keysOf = ({ files }: LakeHour): string[] => files.map(({ key }) => key);

const NO_ROWS: GroupSums = { group_no: 0, is_total: 0, row_count: '0', events: '0', xor: '0' };
