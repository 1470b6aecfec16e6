import {
  createShadow,
  dropShadow,
  fillShadow,
  keepOlder,
  lastCertificates,
  type Mart,
  MART_CERTIFICATES_TABLE,
  type MartCertificate,
  martContent,
  martDues,
  martInput,
  type MartMonth,
  martMonths,
  MARTS,
  martVersion,
  swapPartition,
  Unavailable,
} from '@analytics/domain';
import type { ClickHouse } from '../clickhouse';

/** Runs work while nobody writes facts; `lost` says that this is no longer sure. */
export type WhileNobodyWrites = <T>(work: (lost: AbortSignal) => Promise<T>) => Promise<T>;

export interface MartRebuildOptions {
  /** For how long facts are kept; months before are left as they are, because their facts are gone. */
  readonly factsKeptMonths?: number;
  readonly now?: () => Date;
}

/** Every partition of a mart, one after the other, so that writers get in between. */
export interface MartPartition {
  readonly mart: Mart;
  readonly month: MartMonth;
}

/** Makes months of marts anew from facts, with exactly what their views say, and certifies what came of which facts. */
export class MartRebuild {
  readonly #keptMonths: number;
  readonly #now: () => Date;

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly whileNobodyWrites: WhileNobodyWrites,
    { factsKeptMonths = 25, now = () => new Date() }: MartRebuildOptions = {},
  ) {
    this.#keptMonths = factsKeptMonths;
    this.#now = now;
  }

  /** What there is to rebuild: these months of every mart (all that have anything where none are named), and marts of all history. */
  async partitions(months?: readonly MartMonth[]): Promise<MartPartition[]> {
    const found: MartPartition[] = [];
    for (const mart of MARTS) {
      if (!mart.byMonth) found.push({ mart, month: 0 });
      else for (const month of months ?? (await this.monthsOf(mart))) found.push({ mart, month });
    }
    return found;
  }

  /** What waits for a rebuild since it was asked for, as after a migration that found facts of before. */
  async due(): Promise<MartPartition[]> {
    const dues = await this.clickhouse.run(martDues);
    if (dues.length === 0) return [];
    const done = new Map<string, number>();
    for (const { mart, month, at } of await this.clickhouse.run(lastCertificates)) {
      done.set(`${mart} ${month}`, Date.parse(at));
    }
    const askedAt = ({ mart, month }: MartPartition): number =>
      Math.max(
        ...dues
          .filter((due) => (due.mart === '' || due.mart === mart.name) && (due.month === month || !mart.byMonth))
          .map(({ asked_at }) => Date.parse(asked_at)),
      );
    const months = [...new Set(dues.map(({ month }) => month))].sort((one, other) => one - other);
    const partitions = await this.partitions(months);
    return partitions.filter((each) => (done.get(`${each.mart.name} ${each.month}`) ?? 0) < askedAt(each));
  }

  /** Nothing where the facts of the month are no longer kept and the mart has it. */
  async rebuild({ mart, month }: MartPartition): Promise<MartCertificate | undefined> {
    return this.whileNobodyWrites(async (lost) => {
      const found = await this.contentOf(mart, month, 'mart');
      if (mart.byMonth && month < this.oldestKept() && found.rows > 0n) return undefined;
      const started = this.#now();
      await this.clickhouse.execute(dropShadow(mart));
      try {
        return await this.swapped({ mart, month }, found.hash, started, lost);
      } finally {
        await this.clickhouse.execute(dropShadow(mart));
      }
    });
  }

  private async swapped({ mart, month }: MartPartition, foundHash: string, started: Date, lost: AbortSignal) {
    await this.clickhouse.execute(createShadow(mart));
    for (const source of mart.sources) await this.clickhouse.execute(fillShadow(mart, source, month));
    const older = keepOlder(mart, this.keptSince());
    if (older !== undefined) await this.clickhouse.execute(older);
    const input = await this.inputOf(mart, month);
    const content = await this.contentOf(mart, month, 'shadow');
    // Who writes again by now would have written into rows that are about to be replaced.
    if (lost.aborted) throw new Unavailable('the lock of the warehouse');
    await this.clickhouse.execute(swapPartition(mart, month, content.rows === 0n));
    const certificate: MartCertificate = {
      ...{ mart: mart.name, month, rebuilt_at: started, ...input, code_version: martVersion(mart) },
      ...{ rows: content.rows, content_hash: content.hash, found_hash: foundHash },
      duration_ms: Math.max(0, this.#now().getTime() - started.getTime()),
    };
    const token = `certificate:${mart.name}:${month}:${started.getTime()}`;
    await this.clickhouse.insert(MART_CERTIFICATES_TABLE, [certificate], { token });
    return certificate;
  }

  private async monthsOf(mart: Mart): Promise<MartMonth[]> {
    return (await this.clickhouse.run(martMonths(mart))).map(({ month }) => month);
  }

  private async contentOf(mart: Mart, month: MartMonth, of: 'mart' | 'shadow') {
    const [content] = await this.clickhouse.run(martContent(mart, month, of));
    return { rows: BigInt(content!.rows), hash: content!.content_hash };
  }

  private async inputOf(mart: Mart, month: MartMonth) {
    let [rows, xor] = [0n, 0n];
    const offsets: string[] = [];
    for (const source of mart.sources) {
      for (const each of await this.clickhouse.run(martInput(source, month))) {
        rows += BigInt(each.input_rows);
        xor ^= BigInt(each.input_xor);
        offsets.push(`${each.facts}:${each.topic}:${each.part}:${each.last_offset}`);
      }
    }
    return { input_rows: rows, input_xor: xor, input_offsets: offsets };
  }

  private keptSince(): Date {
    const now = this.#now();
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - this.#keptMonths + 1, 1));
  }

  private oldestKept(): MartMonth {
    const since = this.keptSince();
    return since.getUTCFullYear() * 100 + since.getUTCMonth() + 1;
  }
}
