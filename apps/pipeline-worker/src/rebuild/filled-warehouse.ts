import { createHash } from 'node:crypto';
import { FACT_TABLES, factSums, type FactTable, rowsBefore } from '@analytics/domain';
import { ClickHouse, type DerivedCounts, DerivedFacts } from '@analytics/infra-clickhouse';
import { LakeCatalogue } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { UnlinkedIdentities } from '../unlinking/unlinked-identities';

/** What a warehouse holds besides the facts that the lake gave it, and what it all comes to. */
@Injectable()
export class FilledWarehouse {
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly lake: LakeCatalogue,
    private readonly identities: UnlinkedIdentities,
  ) {}

  async rowsBefore(place: { topic: string; part: number }, endOffset: bigint): Promise<string | undefined> {
    return (await this.clickhouse.run(rowsBefore(place, endOffset)))[0]?.row_count;
  }

  /** From the facts and from what operators said about them, which no event tells. */
  async derive(signal: AbortSignal): Promise<DerivedCounts & { readonly unlinked: number }> {
    const unlinked = await this.identities.restore(signal);
    return { ...(await new DerivedFacts(this.clickhouse).recomputeAll(await this.period())), unlinked };
  }

  async contentHash(): Promise<string> {
    const hash = createHash('sha256');
    for (const table of Object.keys(FACT_TABLES) as FactTable[]) {
      const [sums] = await this.clickhouse.run(factSums(table));
      hash.update(`${table} ${sums!.row_count} ${sums!.xor} ${sums!.sum}\n`);
    }
    return hash.digest('hex');
  }

  private async period(): Promise<{ from: Date; until: Date }> {
    let [from, until] = [Infinity, -Infinity];
    for await (const { firstAt, lastAt } of this.lake.committed()) {
      from = Math.min(from, firstAt.getTime());
      until = Math.max(until, lastAt.getTime());
    }
    return from <= until
      ? { from: new Date(from), until: new Date(until + 1) }
      : { from: new Date(0), until: new Date(1) };
  }
}
