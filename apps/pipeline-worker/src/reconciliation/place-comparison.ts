import { Injectable } from '@nestjs/common';
import { AmountComparison } from './amount-comparison';
import { type ComparedHour, comparedHour, type Findings, NOTHING_FOUND, withFaults } from './findings';
import { holds, type LakePlace } from './lake-hours';
import { RowComparison } from './row-comparison';

/** One partition, hour by hour: rows, events and money. */
@Injectable()
export class PlaceComparison {
  constructor(
    private readonly rows: RowComparison,
    private readonly amounts: AmountComparison,
  ) {}

  async compare(place: LakePlace, confirmedTo: bigint, signal: AbortSignal): Promise<ComparedHour[]> {
    const sums = await this.rows.sums(place, signal);
    const events = sums.of.reduce((sum, each) => sum + Number(each.events), 0);
    const repeated = events === sums.total ? [] : await this.rows.repeated(place, signal);
    const compared: ComparedHour[] = [];
    for (const [index, hour] of place.hours.entries()) {
      const { row_count: count, xor, events: distinct } = sums.of[index]!;
      const isSame = Number(count) === hour.rows && BigInt(xor) === hour.xor && distinct === count;
      const found = isSame ? undefined : await this.rows.find(hour, signal);
      let findings: Findings = found?.findings ?? NOTHING_FOUND;
      findings = withFaults(findings, { extra: repeated.filter((offset) => holds(hour, offset)) });
      const counts = (offset: bigint) => found === undefined || found.counted.has(offset);
      const money = await this.amounts.find(hour, counts, signal);
      compared.push(
        comparedHour(hour, withFaults(findings, money), {
          // The lake keeps repeats too: its own xor is over all rows, and the same only where there are none.
          lakeXor: found?.lakeXor ?? hour.xor,
          warehouseRows: Number(count),
          warehouseEvents: Number(distinct),
          warehouseXor: BigInt(xor),
          lakeGrossKopecks: money.lakeGrossKopecks,
          warehouseGrossKopecks: money.warehouseGrossKopecks,
          confirmedTo,
        }),
      );
    }
    return compared;
  }
}
