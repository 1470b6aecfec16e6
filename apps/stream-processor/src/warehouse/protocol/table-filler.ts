import { type FactTable, Unavailable } from '@analytics/domain';
import { RowsRefused } from '@analytics/infra-clickhouse';
import type { Claim } from '@analytics/infra-postgres';
import type { Candidate } from './candidate';
import { isSame, monthsOf, rowsIn, rowsOf, sumOf, tokenOf, without } from './range-rows';
import { RangeUnprovable, TooManyRefused } from './sink-errors';
import type { SinkLimits, SinkPorts, Span } from './sink-ports';

export type DirtyReason = 'repaired' | 'refused_later' | 'views_unproven' | 'ledger_rolled_back';

/** The right to write, asked again before each effect: the ledger may have given the partition to somebody else. */
export interface Right {
  readonly claim: Claim;
  readonly signal: AbortSignal;
}

const NONE: ReadonlySet<bigint> = new Set();

/** One table of one range: filled, proved, and where it cannot be proved taken out and filled anew. */
export class TableFiller {
  constructor(
    private readonly ports: SinkPorts,
    private readonly limits: Pick<SinkLimits, 'refused'>,
  ) {}

  /** Stores all rows under the token, or all but those of events the table refuses; gives the offsets of these. */
  async fill(
    right: Right,
    table: FactTable,
    candidates: readonly Candidate[],
    token: string,
  ): Promise<ReadonlySet<bigint>> {
    const concerned = candidates.filter((candidate) => rowsIn(candidate, table).length > 0);
    if (concerned.length === 0) return NONE;
    const refused = new Set<bigint>();
    await this.sift(right, table, concerned, { base: token, token, refused });
    return refused;
  }

  async holds(table: FactTable, span: Span, candidates: readonly Candidate[]): Promise<boolean> {
    return isSame(await this.ports.facts.sum(table, span), sumOf(candidates, table));
  }

  /** Takes the range out and stores it anew, under a token that no earlier try can have used. */
  async repair(
    right: Right,
    table: FactTable,
    span: Span,
    candidates: readonly Candidate[],
  ): Promise<ReadonlySet<bigint>> {
    await this.note(table, span, candidates, 'repaired');
    await this.erase(right, table, span);
    await this.ports.steps.passed('range erased');
    const refused = await this.fill(right, table, candidates, tokenOf(table, span, `:r${right.claim.epoch}`));
    if (!(await this.holds(table, span, without(candidates, refused)))) {
      throw new RangeUnprovable(table, span.topic, span.part, span);
    }
    await this.ports.steps.passed('range repaired');
    return refused;
  }

  /** An event that a later table refused is taken out of this one: it is a dead letter as a whole. */
  async takeOut(right: Right, table: FactTable, span: Span, candidates: readonly Candidate[]): Promise<void> {
    const concerned = candidates.filter((candidate) => rowsIn(candidate, table).length > 0);
    await this.note(table, span, concerned, 'refused_later');
    for (const { offset } of concerned) await this.erase(right, table, { ...span, from: offset, to: offset });
  }

  /** Written down before anything is touched, so that it is known also when we end in between. */
  note(table: FactTable, span: Span, candidates: readonly Candidate[], reason: DirtyReason): Promise<void> {
    const { topic, part, from, to } = span;
    return this.ports.notes.markDirty({
      factTable: table,
      months: monthsOf(candidates, table),
      reason,
      topic,
      part,
      from,
      to,
    });
  }

  private async erase(right: Right, table: FactTable, span: Span): Promise<void> {
    await this.assertOurs(right);
    await this.ports.facts.erase(table, span);
  }

  /** Halves what is refused until the events at fault stand alone. Halves are named by their offsets: a repeat makes the same. */
  private async sift(
    right: Right,
    table: FactTable,
    candidates: readonly Candidate[],
    { base, token, refused }: { base: string; token: string; refused: Set<bigint> },
  ): Promise<void> {
    await this.assertOurs(right);
    try {
      await this.ports.facts.insert(table, rowsOf(candidates, table), token, right.signal);
    } catch (error) {
      if (!(error instanceof RowsRefused)) throw error;
      if (candidates.length > 1) {
        const middle = Math.ceil(candidates.length / 2);
        for (const half of [candidates.slice(0, middle), candidates.slice(middle)]) {
          const of = `${base}#${half[0]!.offset}-${half.at(-1)!.offset}`;
          await this.sift(right, table, half, { base, token: of, refused });
        }
        return;
      }
      refused.add(candidates[0]!.offset);
      if (refused.size > this.limits.refused) throw new TooManyRefused(table, this.limits.refused);
    }
  }

  private async assertOurs({ claim, signal }: Right): Promise<void> {
    if (signal.aborted) throw new Unavailable(`${claim.topic}[${claim.part}], which is another consumer's now,`);
    await this.ports.ledger.assertHeld(claim);
  }
}
