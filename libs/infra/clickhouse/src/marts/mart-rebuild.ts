import {
  createCopy,
  dropCopy,
  type MartFacts,
  fillShadow,
  keepFormer,
  keepOlder,
  lastCertificates,
  type Mart,
  MART_CERTIFICATES_TABLE,
  type MartCertificate,
  martContent,
  martDues,
  martInput,
  type MartInput,
  type MartMonth,
  martMonths,
  martRows,
  MARTS,
  type MartSource,
  martVersion,
  swapPartition,
  Unavailable,
} from '@analytics/domain';
import type { ClickHouse } from '../clickhouse';
import { certified, type FactsRead, isStill } from './facts-read';

/** Runs work while nobody else rebuilds marts, or nobody writes facts; `lost` says that this is no longer sure. */
export type WhileNobody = <T>(does: 'rebuilds' | 'writes', work: (lost: AbortSignal) => Promise<T>) => Promise<T>;

export interface MartRebuildOptions {
  /** For how long facts are kept; months before are left as they are, because their facts are gone. */
  readonly factsKeptMonths?: number;
  readonly now?: () => Date;
}

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
    private readonly whileNobody: WhileNobody,
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

  /**
   * Facts are read while writers go on; they wait only for what has come in since then. Nothing where the facts of the month
   * are no longer kept and the mart has it.
   */
  async rebuild(partition: MartPartition): Promise<MartCertificate | undefined> {
    const { mart, month } = partition;
    return this.whileNobody('rebuilds', async (displaced) => {
      if (mart.byMonth && month < this.oldestKept() && (await this.rowsOf(partition, 'mart')) > 0n) return undefined;
      const started = this.#now();
      await this.dropCopies(mart);
      try {
        await this.clickhouse.execute(createCopy(mart, 'former'));
        const known = await this.fillAhead(partition);
        const input = await this.whileNobody('writes', (lost) =>
          this.swap(partition, known, AbortSignal.any([displaced, lost])),
        );
        return await this.certify(partition, input, started);
      } finally {
        await this.dropCopies(mart);
      }
    });
  }

  private async fillAhead(partition: MartPartition): Promise<FactsRead> {
    const known = await this.inputsOf(partition);
    await this.fill(partition, (source) => ({ upTo: known.get(source)! }));
    return known;
  }

  private async fill(
    { mart, month }: MartPartition,
    spanOf: (source: MartSource) => MartFacts | undefined,
  ): Promise<void> {
    await this.clickhouse.execute(createCopy(mart, 'shadow'));
    for (const source of mart.sources) {
      await this.clickhouse.execute(fillShadow(mart, source, month, spanOf(source)));
    }
    const older = keepOlder(mart, this.keptSince());
    if (older !== undefined) await this.clickhouse.execute(older);
  }

  /** Who writes again by the time of the swap would write into rows that are about to be replaced: then there is none. */
  private async swap(partition: MartPartition, known: FactsRead, lost: AbortSignal): Promise<FactsRead> {
    const { mart, month } = partition;
    const input = await this.inputsOf(partition, known);
    await (isStill(known, input) ? this.fillRest(partition, known, input) : this.fillAnew(partition));
    if ((await this.rowsOf(partition, 'mart')) > 0n) await this.clickhouse.execute(keepFormer(mart, month));
    const isEmpty = (await this.rowsOf(partition, 'shadow')) === 0n;
    if (lost.aborted) throw new Unavailable('the lock of the warehouse');
    await this.clickhouse.execute(swapPartition(mart, month, isEmpty));
    return input;
  }

  private async fillRest({ mart, month }: MartPartition, known: FactsRead, input: FactsRead): Promise<void> {
    for (const [source, ends] of known) {
      const hasMore = input.get(source)!.some(({ input_rows: rows, known_rows: before }) => rows !== before);
      if (hasMore) await this.clickhouse.execute(fillShadow(mart, source, month, { after: ends }));
    }
  }

  /** What was read already is not what is there now: a fact was taken away, replaced, or stored behind others. */
  private async fillAnew(partition: MartPartition): Promise<void> {
    await this.clickhouse.execute(dropCopy(partition.mart, 'shadow'));
    await this.fill(partition, () => undefined);
  }

  private async certify({ mart, month }: MartPartition, input: FactsRead, started: Date): Promise<MartCertificate> {
    const content = await this.contentOf(mart, month, 'shadow');
    const found = await this.contentOf(mart, month, 'former');
    const certificate: MartCertificate = {
      ...{ mart: mart.name, month, rebuilt_at: started, ...certified(input), code_version: martVersion(mart) },
      ...{ rows: content.rows, content_hash: content.hash, found_hash: found.hash },
      duration_ms: Math.max(0, this.#now().getTime() - started.getTime()),
    };
    const token = `certificate:${mart.name}:${month}:${started.getTime()}`;
    await this.clickhouse.insert(MART_CERTIFICATES_TABLE, [certificate], { token });
    return certificate;
  }

  private async dropCopies(mart: Mart): Promise<void> {
    await this.clickhouse.execute(dropCopy(mart, 'shadow'));
    await this.clickhouse.execute(dropCopy(mart, 'former'));
  }

  private async monthsOf(mart: Mart): Promise<MartMonth[]> {
    return (await this.clickhouse.run(martMonths(mart))).map(({ month }) => month);
  }

  private async contentOf(mart: Mart, month: MartMonth, of: 'shadow' | 'former') {
    const [content] = await this.clickhouse.run(martContent(mart, month, of));
    return { rows: BigInt(content!.rows), hash: content!.content_hash };
  }

  private async rowsOf({ mart, month }: MartPartition, of: 'mart' | 'shadow'): Promise<bigint> {
    const [found] = await this.clickhouse.run(martRows(mart, month, of));
    return BigInt(found!.rows);
  }

  private async inputsOf({ mart, month }: MartPartition, known?: FactsRead): Promise<FactsRead> {
    const inputs = new Map<MartSource, readonly MartInput[]>();
    for (const source of mart.sources) {
      inputs.set(source, await this.clickhouse.run(martInput(source, month, known?.get(source) ?? [])));
    }
    return inputs;
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
