import type { EntityManager } from 'typeorm';
import type { Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';
import { deadLetterConditions } from './dead-letters.filter';
import type {
  Replay,
  ReplayBounds,
  ReplayPlace,
  ReplayReasonCount,
  ReplayRequest,
  ReplayStatus,
} from './replays.records';
import { replayOf, type ReplayRow } from './replays.rows';

/** What an operator does with replays; how they are carried out is in `ReplayWorkStore`. */
export class ReplaysStore {
  constructor(private readonly postgres: Postgres) {}

  /** Chooses the records now: what is refused later is not part of it. In the order in which they first came. */
  async create(tx: EntityManager, request: ReplayRequest, { records, replays }: ReplayBounds): Promise<Replay> {
    const { id, dryRun, filter, patch, ratePerSecond, followsLive, requestedBy } = request;
    const status: ReplayStatus = patch !== null && !dryRun ? 'awaiting_approval' : 'planned';
    await runQuery(
      tx,
      `INSERT INTO replays (id, status, dry_run, filter, patch, rate_per_second, follows_live, requested_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[id, status, dryRun, JSON.stringify(filter), patch === null ? null : JSON.stringify(patch)],
        ...[ratePerSecond, followsLive, requestedBy],
      ],
    );
    const { text, values } = deadLetterConditions({ ...filter, status: 'open' }, 4);
    const [row] = await runQuery<ReplayRow>(
      tx,
      `WITH chosen AS (
         SELECT id, replay_count, row_number() OVER (ORDER BY origin_at, origin_topic, origin_partition, origin_offset, id) AS place
           FROM (SELECT * FROM dead_letters WHERE ${text} ORDER BY origin_at, id LIMIT $2) AS oldest),
       kept AS (
         INSERT INTO replay_records (replay, place, record, state, reason)
         SELECT $1, place, id, CASE WHEN replay_count >= $3 THEN 'skipped' ELSE 'waiting' END,
                CASE WHEN replay_count >= $3 THEN 'REPLAYED_OFTEN' END FROM chosen RETURNING state)
       UPDATE replays SET selected = (SELECT count(*) FROM kept),
              patched = CASE WHEN patch IS NULL THEN 0 ELSE (SELECT count(*) FROM kept WHERE state = 'waiting') END,
              skipped = (SELECT count(*) FROM kept WHERE state = 'skipped')
        WHERE id = $1 RETURNING *`,
      [id, records, replays, ...values],
    );
    return replayOf(row!);
  }

  async find(id: string): Promise<Replay | undefined> {
    const [row] = await this.postgres.query<ReplayRow>('SELECT * FROM replays WHERE id = $1', [id]);
    return row === undefined ? undefined : replayOf(row);
  }

  /** For a change: nobody else changes it until the transaction ends. */
  async locked(tx: EntityManager, id: string): Promise<Replay | undefined> {
    const [row] = await runQuery<ReplayRow>(tx, 'SELECT * FROM replays WHERE id = $1 FOR UPDATE', [id]);
    return row === undefined ? undefined : replayOf(row);
  }

  /** Newest first, from the place on; in one state where one is named. */
  async page(status: ReplayStatus | undefined, place: ReplayPlace | undefined, limit: number): Promise<Replay[]> {
    const rows = await this.postgres.query<ReplayRow>(
      `SELECT * FROM replays
        WHERE ($2::timestamptz IS NULL OR (requested_at, id) < ($2, $3::uuid)) AND ($4::text IS NULL OR status = $4)
        ORDER BY requested_at DESC, id DESC LIMIT $1`,
      [limit, place?.requestedAt ?? null, place?.id ?? null, status ?? null],
    );
    return rows.map(replayOf);
  }

  async approve(tx: EntityManager, id: string, by: string): Promise<Replay> {
    return this.changed(tx, id, `status = 'planned', approved_by = $2, approved_at = clock_timestamp()`, [by]);
  }

  async setStatus(tx: EntityManager, id: string, status: ReplayStatus): Promise<Replay> {
    return this.changed(tx, id, `status = $2`, [status]);
  }

  /** The runner lets go of it when what it has sent is settled; what never began needs no runner for that. */
  async cancel(tx: EntityManager, id: string): Promise<Replay> {
    return this.changed(
      tx,
      id,
      `status = 'cancelled', finished_at = clock_timestamp(), active = started_at IS NOT NULL`,
      [],
    );
  }

  /** Why records failed again or were skipped, with how many. */
  async reasons(ids: readonly string[]): Promise<ReadonlyMap<string, ReplayReasonCount[]>> {
    const rows = await this.postgres.query<ReplayReasonCount & { replay: string }>(
      `SELECT replay, state, reason, count(*)::int AS records FROM replay_records
        WHERE replay = ANY($1) AND state IN ('failed_again', 'skipped') GROUP BY 1, 2, 3 ORDER BY 1, 2, 4 DESC, 3`,
      [ids],
    );
    return new Map(ids.map((id) => [id, rows.filter(({ replay }) => replay === id)]));
  }

  /** The first records of a replay. */
  async firstRecords(id: string, limit: number): Promise<string[]> {
    const rows = await this.postgres.query<{ record: string }>(
      'SELECT record FROM replay_records WHERE replay = $1 ORDER BY place LIMIT $2',
      [id, limit],
    );
    return rows.map(({ record }) => record);
  }

  /** Types with open records of a reason, the most frequent first. */
  async openTypes(reason: string, limit: number): Promise<{ type: string; records: number; oldest: Date }[]> {
    return this.postgres.query(
      `SELECT event_type AS type, sum(records)::float8 AS records, min(oldest) FILTER (WHERE records > 0) AS oldest
         FROM dead_letter_counts WHERE span = 'day' AND reason = $1 AND status = 'open' AND event_type <> ''
        GROUP BY 1 HAVING sum(records) > 0 ORDER BY 2 DESC, 1 LIMIT $2`,
      [reason, limit],
    );
  }

  private async changed(tx: EntityManager, id: string, what: string, values: readonly unknown[]): Promise<Replay> {
    const [row] = await runQuery<ReplayRow>(tx, `UPDATE replays SET ${what} WHERE id = $1 RETURNING *`, [
      id,
      ...values,
    ]);
    return replayOf(row!);
  }
}
