import { DomainError } from '@analytics/domain';
import type { Postgres } from '../connection/postgres';

/** One partition of one sink. */
export interface SinkPartition {
  readonly sink: string;
  readonly topic: string;
  readonly part: number;
}

/** A range that was announced and not confirmed yet; `xor` is the unsigned 64-bit xor over its rows. */
export interface PendingRange {
  readonly from: bigint;
  readonly to: bigint;
  readonly rows: number;
  readonly xor: bigint;
  readonly openedAt: Date;
  readonly xformVersion: string;
}

/** The right to write a partition, until somebody else claims it. */
export interface Claim extends SinkPartition {
  readonly epoch: bigint;
  readonly nextOffset: bigint;
  /** Left behind by the holder before: to be recovered before anything else. */
  readonly pending: PendingRange | undefined;
}

/** The claim is no longer the newest one, or the ledger is not where the caller believes: stop, write nothing. */
export class Fenced extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor(readonly claim: SinkPartition & { readonly epoch: bigint }) {
    super(
      `${claim.sink} lost ${claim.topic}[${claim.part}]: epoch ${claim.epoch} is not the newest, or its range has moved`,
    );
  }
}

interface ProgressRow {
  readonly epoch: string;
  readonly next_off: string;
  readonly pend_from: string | null;
  readonly pend_to: string | null;
  readonly pend_rows: string | null;
  readonly pend_xor: string | null;
  readonly opened_at: Date | null;
  readonly xform_ver: string | null;
}

/** Offsets of a sink in the owner's `sink_progress` table; every step names the epoch, so a zombie changes nothing. */
export class ProgressLedger {
  constructor(private readonly postgres: Postgres) {}

  /** Takes the partition over: everyone who claimed it before is fenced from now on. */
  async claim({ sink, topic, part }: SinkPartition, firstOffset = 0n): Promise<Claim> {
    const rows = await this.postgres.query<ProgressRow>(
      `INSERT INTO sink_progress AS p (sink, topic, part, epoch, next_off) VALUES ($1, $2, $3, 1, $4)
       ON CONFLICT (sink, topic, part) DO UPDATE SET epoch = p.epoch + 1 RETURNING *`,
      [sink, topic, part, firstOffset],
    );
    const row = rows[0] as ProgressRow;
    return { sink, topic, part, epoch: BigInt(row.epoch), nextOffset: BigInt(row.next_off), pending: toPending(row) };
  }

  /** Writes the range down before its rows are sent. */
  async intend(claim: Claim, range: PendingRange): Promise<Claim> {
    const rows = await this.postgres.query<ProgressRow>(
      `UPDATE sink_progress SET pend_from = $5, pend_to = $6, pend_rows = $7, pend_xor = $8, opened_at = $9, xform_ver = $10
        WHERE sink = $1 AND topic = $2 AND part = $3 AND epoch = $4 AND next_off = $5 AND pend_from IS NULL RETURNING *`,
      [...keyOf(claim), range.from, range.to, range.rows, range.xor, range.openedAt, range.xformVersion],
    );
    return this.moved(claim, rows);
  }

  /** The rows are stored: the range becomes history. */
  async confirm(claim: Claim): Promise<Claim> {
    const rows = await this.postgres.query<ProgressRow>(
      `UPDATE sink_progress SET next_off = pend_to + 1, pend_from = NULL, pend_to = NULL, pend_rows = NULL,
                                pend_xor = NULL, opened_at = NULL, xform_ver = NULL
        WHERE sink = $1 AND topic = $2 AND part = $3 AND epoch = $4 AND pend_from = $5 AND pend_to = $6 RETURNING *`,
      [...keyOf(claim), claim.pending?.from ?? null, claim.pending?.to ?? null],
    );
    return this.moved(claim, rows);
  }

  /** Throws when somebody else has claimed the partition since: asked before what cannot be fenced by the ledger itself. */
  async assertHeld(claim: Claim): Promise<void> {
    const rows = await this.postgres.query(
      'SELECT FROM sink_progress WHERE sink = $1 AND topic = $2 AND part = $3 AND epoch = $4',
      keyOf(claim),
    );
    if (rows.length === 0) throw new Fenced(claim);
  }

  /** How far a sink has come in a topic: partition → first offset that is not stored yet. */
  async nextOffsets(sink: string, topic: string): Promise<ReadonlyMap<number, bigint>> {
    const rows = await this.postgres.query<{ readonly part: number; readonly next_off: string }>(
      'SELECT part, next_off FROM sink_progress WHERE sink = $1 AND topic = $2',
      [sink, topic],
    );
    return new Map(rows.map(({ part, next_off: next }) => [part, BigInt(next)]));
  }

  private moved(claim: Claim, rows: readonly ProgressRow[]): Claim {
    const row = rows[0];
    if (row === undefined) throw new Fenced(claim);
    return { ...claim, nextOffset: BigInt(row.next_off), pending: toPending(row) };
  }
}

const keyOf = ({ sink, topic, part, epoch }: Claim): unknown[] => [sink, topic, part, epoch];

function toPending(row: ProgressRow): PendingRange | undefined {
  if (row.pend_from === null) return undefined;
  // The table's check keeps the six columns together: all are set or none is.
  return {
    from: BigInt(row.pend_from),
    to: BigInt(row.pend_to as string),
    rows: Number(row.pend_rows),
    xor: BigInt(row.pend_xor as string),
    openedAt: row.opened_at as Date,
    xformVersion: row.xform_ver as string,
  };
}
