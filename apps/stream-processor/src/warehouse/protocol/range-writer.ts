import type { FactTable } from '@analytics/domain';
import type { Outcome } from '@analytics/infra-kafka';
import type { Claim } from '@analytics/infra-postgres';
import type { Candidate, Read } from './candidate';
import { decide, type Decision, refusedByWarehouse } from './decision';
import { rowsIn, TABLES, tokenOf, TRANSFORM_VERSION, without, xorOfAll } from './range-rows';
import type { SinkLimits, SinkPorts, Span } from './sink-ports';
import type { Right, TableFiller } from './table-filler';

export interface Written {
  readonly claim: Claim;
  readonly outcomes: ReadonlyMap<bigint, Outcome>;
}

/** One range into the warehouse: decided, announced in the ledger, inserted under its token, confirmed. */
export class RangeWriter {
  constructor(
    private readonly ports: SinkPorts,
    private readonly filler: TableFiller,
    readonly limits: Pick<SinkLimits, 'offsets'>,
  ) {}

  async write({ claim, signal }: Right, reads: readonly Read[]): Promise<Written> {
    const { steps, ledger, facts } = this.ports;
    const decision = await decide(this.ports.repeats, claim, reads, claim.nextOffset);
    await steps.passed('decided');
    return facts.writing(async () => {
      const opened = await this.open(claim, decision);
      await steps.passed('intended');
      const refused = await this.fillAll({ claim: opened, signal }, decision);
      await steps.passed('inserted');
      const confirmed = await ledger.confirm(opened);
      await steps.passed('confirmed');
      return { claim: confirmed, outcomes: withRefused(decision, refused) };
    });
  }

  /** From here on the range is known to whoever takes the partition over, with the sums that prove it. */
  open(claim: Claim, { span, toStore }: Decision): Promise<Claim> {
    return this.ports.ledger.intend(claim, {
      from: span.from,
      to: span.to,
      rows: toStore.length,
      xor: xorOfAll(toStore),
      openedAt: this.ports.now(),
      xformVersion: TRANSFORM_VERSION,
    });
  }

  private async fillAll(right: Right, { span, toStore }: Decision): Promise<ReadonlySet<bigint>> {
    const work = new RangeWork(this.ports, this.filler, right, span, toStore);
    for (const table of TABLES) {
      if (!work.concerns(table)) continue;
      await work.passBetween();
      const refused = await this.filler.fill(right, table, work.candidates, tokenOf(table, span));
      // An answer that stands for all rows is proof enough; one that came in pieces is looked at.
      if (refused.size > 0 && !(await this.filler.holds(table, span, without(work.candidates, refused)))) {
        await this.filler.repair(right, table, span, without(work.candidates, refused));
      }
      await work.finished(table, refused);
    }
    return work.refused;
  }
}

/** The way of a range through the tables: an event that one refuses goes into none. */
export class RangeWork {
  candidates: readonly Candidate[];
  readonly refused = new Set<bigint>();
  private readonly done: FactTable[] = [];

  constructor(
    private readonly ports: Pick<SinkPorts, 'steps'>,
    private readonly filler: TableFiller,
    private readonly right: Right,
    private readonly span: Span,
    candidates: readonly Candidate[],
  ) {
    this.candidates = candidates;
  }

  concerns(table: FactTable): boolean {
    return this.candidates.some((candidate) => rowsIn(candidate, table).length > 0);
  }

  async passBetween(): Promise<void> {
    if (this.done.length > 0) await this.ports.steps.passed('between tables');
  }

  async finished(table: FactTable, refused: ReadonlySet<bigint>): Promise<void> {
    if (refused.size > 0) {
      const gone = this.candidates.filter(({ offset }) => refused.has(offset));
      for (const earlier of this.done) await this.filler.takeOut(this.right, earlier, this.span, gone);
      this.candidates = without(this.candidates, refused);
      for (const offset of refused) this.refused.add(offset);
    }
    this.done.push(table);
  }
}

export function withRefused(
  { outcomes, toStore }: Decision,
  refused: ReadonlySet<bigint>,
): ReadonlyMap<bigint, Outcome> {
  if (refused.size === 0) return outcomes;
  const all = new Map(outcomes);
  for (const candidate of toStore) {
    if (refused.has(candidate.offset)) all.set(candidate.offset, refusedByWarehouse(candidate));
  }
  return all;
}
