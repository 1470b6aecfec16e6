import type { EntityManager } from 'typeorm';
import { type Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';
import { auditHash, CHAIN_START, type ChainEnd, follows } from './audit-chain';
import type { AuditEntry, AuditFilter, AuditRow, AuditVerdict } from './audit.records';
import { plainText } from './plain-text';

/** Rows that are read at once while the chain is walked. */
const VERIFY_PAGE = 2_000;

/**
 * The record of who did what, each row chained to the one before it. Tables are named with their schema, so that a
 * transaction of another owner can take its record along.
 */
export class AuditLog {
  private readonly table: string;
  private readonly head: string;

  constructor(
    private readonly postgres: Postgres,
    schema = postgres.owner,
  ) {
    this.table = `"${schema}".audit`;
    this.head = `"${schema}".audit_head`;
  }

  /**
   * In the caller's transaction where one is given, else in its own. Writers wait for each other until their transactions
   * end, so record last.
   */
  record(entry: AuditEntry, tx?: EntityManager): Promise<void> {
    return tx === undefined ? this.postgres.transaction((own) => this.append(entry, own)) : this.append(entry, tx);
  }

  /** Newest first, those before a place. */
  async page(filter: AuditFilter, limit: number, before?: bigint): Promise<AuditRow[]> {
    const rows = await this.postgres.query<StoredRow>(
      `SELECT * FROM ${this.table}
        WHERE ($1::text IS NULL OR actor = $1) AND ($2::text IS NULL OR action = $2) AND ($3::text IS NULL OR object = $3)
          AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5)
          AND ($6::bigint IS NULL OR id < $6)
        ORDER BY id DESC LIMIT $7`,
      [
        filter.actor ?? null,
        filter.action ?? null,
        filter.object ?? null,
        filter.from ?? null,
        filter.until ?? null,
        before?.toString() ?? null,
        limit,
      ],
    );
    return rows.map(rowOf);
  }

  /** Walks the whole chain up to where it ended when the walk began. */
  async verify(): Promise<AuditVerdict> {
    const [head] = await this.postgres.query<StoredEnd>(`SELECT id, hash FROM ${this.head}`);
    const last = head === undefined ? CHAIN_START : endOf(head);
    let end = CHAIN_START;
    let rows = 0;
    for (;;) {
      const page = await this.after(end.id);
      for (const row of page) {
        if (!follows(end, row)) return { intact: false, rows, firstBroken: end.id + 1n };
        rows += 1;
        if (row.id === last.id && row.hash !== last.hash) return { intact: false, rows, firstBroken: row.id };
        end = { id: row.id, hash: row.hash };
      }
      if (page.length < VERIFY_PAGE) break;
    }
    return end.id < last.id ? { intact: false, rows, firstBroken: end.id + 1n } : { intact: true, rows };
  }

  private async append(entry: AuditEntry, tx: EntityManager): Promise<void> {
    const [head] = await runQuery<StoredEnd & { now: Date }>(
      tx,
      `SELECT id, hash, date_trunc('milliseconds', clock_timestamp()) AS now FROM ${this.head} FOR UPDATE`,
    );
    if (head === undefined) throw new TypeError('the audit has no head');
    const row = chained(entry, head.now, endOf(head));
    const hash = Buffer.from(auditHash(row), 'hex');
    await runQuery(
      tx,
      `INSERT INTO ${this.table} (id, at, actor, action, object, before, after, reason, result, previous_hash, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        row.id.toString(),
        row.at,
        row.actor,
        row.action,
        row.object,
        jsonOf(row.before),
        jsonOf(row.after),
        row.reason,
        row.result,
        head.hash,
        hash,
      ],
    );
    await runQuery(tx, `UPDATE ${this.head} SET id = $1, hash = $2`, [row.id.toString(), hash]);
  }

  private async after(id: bigint): Promise<AuditRow[]> {
    const rows = await this.postgres.query<StoredRow>(
      `SELECT * FROM ${this.table} WHERE id > $1 ORDER BY id LIMIT ${VERIFY_PAGE}`,
      [id.toString()],
    );
    return rows.map(rowOf);
  }
}

interface StoredEnd {
  readonly id: string;
  readonly hash: Buffer;
}

interface StoredRow extends StoredEnd, Omit<AuditRow, 'id' | 'hash' | 'previousHash'> {
  readonly previous_hash: Buffer;
}

const endOf = ({ id, hash }: StoredEnd): ChainEnd => ({ id: BigInt(id), hash: hash.toString('hex') });

const jsonOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** As it will be read again: what JSON does not keep is left out before the hash is computed. */
const kept = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

const chained = (entry: AuditEntry, at: Date, end: ChainEnd) => ({
  id: end.id + 1n,
  at,
  actor: plainText(entry.actor),
  action: entry.action,
  object: plainText(entry.object),
  before: kept(entry.before),
  after: kept(entry.after),
  reason: entry.reason === undefined ? null : plainText(entry.reason),
  result: entry.result,
  previousHash: end.hash,
});

const rowOf = ({ previous_hash: previousHash, ...row }: StoredRow): AuditRow => ({
  id: BigInt(row.id),
  at: row.at,
  actor: row.actor,
  action: row.action,
  object: row.object,
  before: row.before,
  after: row.after,
  reason: row.reason,
  result: row.result,
  previousHash: previousHash.toString('hex'),
  hash: row.hash.toString('hex'),
});
