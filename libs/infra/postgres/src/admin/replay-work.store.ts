import { DomainError } from '@analytics/domain';
import type { EntityManager } from 'typeorm';
import type { Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';
import type {
  ClaimedRecord,
  HeldReplay,
  ReplayRecord,
  ReplayStatus,
  SentRecord,
  SettledRecord,
} from './replays.records';
import { replayOf, type ReplayRow } from './replays.rows';

/** The replay is another runner's by now: nothing of this one's doing was written down. */
export class ReplayLost extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor() {
    super('another process carries this replay on');
  }
}

type Lease = Pick<HeldReplay, 'id' | 'leaseToken'>;

/** How replays are carried out: each step is one transaction that holds only for who has the lease. */
export class ReplayWorkStore {
  constructor(private readonly postgres: Postgres) {}

  /** The oldest replay that nobody carries on; a paused one only for what it has on its way. */
  async take(worker: string, leaseMs: number): Promise<HeldReplay | undefined> {
    const [row] = await this.postgres.query<ReplayRow>(
      `UPDATE replays SET lease_token = gen_random_uuid(), worker = $1,
          lease_until = clock_timestamp() + make_interval(secs => $2),
          status = CASE status WHEN 'planned' THEN 'running' ELSE status END,
          started_at = coalesce(started_at, clock_timestamp())
        WHERE id = (
          SELECT id FROM replays r
           WHERE active AND status <> 'awaiting_approval' AND (lease_until IS NULL OR lease_until < clock_timestamp())
             AND (status <> 'paused' OR EXISTS (SELECT FROM replay_records WHERE replay = r.id AND state = 'sent'))
           ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING *`,
      [worker, leaseMs / 1000],
    );
    return row === undefined ? undefined : { ...replayOf(row), leaseToken: row.lease_token! };
  }

  /** Keeps the lease and says what is wanted of the replay. */
  async renew({ id, leaseToken }: Lease, leaseMs: number): Promise<ReplayStatus> {
    const [row] = await this.postgres.query<{ status: ReplayStatus }>(
      `UPDATE replays SET lease_until = clock_timestamp() + make_interval(secs => $3)
        WHERE id = $1 AND lease_token = $2 RETURNING status`,
      [id, leaseToken, leaseMs / 1000],
    );
    if (row === undefined) throw new ReplayLost();
    return row.status;
  }

  /** What is to be sent next: what may have been sent already comes first. */
  next({ id }: Lease, limit: number): Promise<ReplayRecord[]> {
    return this.postgres.query(
      `SELECT r.place, r.record, r.state = 'claimed' AS claimed, coalesce(d.origin_at, now()) AS "originAt"
         FROM replay_records r LEFT JOIN dead_letters d ON d.id = r.record
        WHERE r.replay = $1 AND r.state IN ('claimed', 'waiting') ORDER BY r.state, r.place LIMIT $2`,
      [id, limit],
    );
  }

  /** Takes records out of what is open; those that somebody else took meanwhile are skipped. */
  claim(lease: Lease, records: readonly ReplayRecord[]): Promise<ClaimedRecord[]> {
    const ids = records.map(({ record }) => record);
    const again = records.filter(({ claimed }) => claimed).map(({ record }) => record);
    return this.fenced(lease, async (tx) => {
      const claimed = await runQuery<ClaimedRecord>(
        tx,
        `UPDATE dead_letters SET status = 'replaying', replay_count = replay_count + (id <> ALL($2))::int
          WHERE id = ANY($1) AND (status = 'open' OR (id = ANY($2) AND status = 'replaying'))
          RETURNING id AS record, replay_count AS "replayCount"`,
        [ids, again],
      );
      const mine = new Set(claimed.map(({ record }) => record));
      await runQuery(
        tx,
        `UPDATE replay_records SET state = 'claimed' WHERE replay = $1 AND record = ANY($2) AND state = 'waiting'`,
        [lease.id, [...mine]],
      );
      const missed = records.filter(({ record }) => !mine.has(record));
      await this.count(
        tx,
        lease,
        missed.map(({ place, record }) => ({ place, record, state: 'skipped' as const, reason: 'NOT_OPEN' })),
      );
      return claimed;
    });
  }

  /** After Kafka has them. */
  async sent(lease: Lease, sent: readonly Omit<SentRecord, 'stage' | 'record'>[]): Promise<void> {
    await this.fenced(lease, async (tx) => {
      await runQuery(
        tx,
        `UPDATE replay_records r SET state = 'sent', topic = s.topic, partition = s.partition, "offset" = s.at
           FROM unnest($2::int[], $3::text[], $4::int[], $5::bigint[]) AS s(place, topic, partition, at)
          WHERE r.replay = $1 AND r.place = s.place`,
        [
          lease.id,
          sent.map(({ place }) => place),
          sent.map(({ topic }) => topic),
          sent.map(({ partition }) => partition),
          sent.map(({ offset }) => String(offset)),
        ],
      );
      await runQuery(tx, 'UPDATE replays SET replayed = replayed + $2 WHERE id = $1', [lease.id, sent.length]);
    });
  }

  /** What all replays have ever sent, for who measures how much of the traffic is theirs. */
  async replayedSoFar(): Promise<number> {
    const [row] = await this.postgres.query<{ sent: number }>(
      'SELECT coalesce(sum(replayed), 0)::float8 AS sent FROM replays WHERE NOT dry_run',
    );
    return row!.sent;
  }

  /** What waits for its verdict. */
  async unsettled({ id }: Lease, limit: number): Promise<SentRecord[]> {
    const rows = await this.postgres.query<Omit<SentRecord, 'offset'> & { offset: string }>(
      `SELECT r.place, r.record, r.topic, r.partition, r."offset"::text AS offset, coalesce(d.stage, '') AS stage
         FROM replay_records r LEFT JOIN dead_letters d ON d.id = r.record
        WHERE r.replay = $1 AND r.state = 'sent' ORDER BY r.place LIMIT $2`,
      [id, limit],
    );
    return rows.map((row) => ({ ...row, offset: BigInt(row.offset) }));
  }

  /** How many do. */
  async onTheirWay({ id }: Lease): Promise<number> {
    const [row] = await this.postgres.query<{ records: number }>(
      `SELECT count(*)::int AS records FROM replay_records WHERE replay = $1 AND state = 'sent'`,
      [id],
    );
    return row!.records;
  }

  /**
   * Which of these records, all of them taken by a replay, were refused again since, and why: a claimed record is `replaying`, and
   * the index opens it for nothing but a letter about its copy, whoever refused that and wherever the copy had come to.
   */
  async refusedAgain(records: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.postgres.query<{ id: string; reason: string }>(
      `SELECT id, reason FROM dead_letters WHERE id = ANY($1) AND status IN ('open', 'discarded')`,
      [records],
    );
    return new Map(rows.map(({ id, reason }) => [id, reason]));
  }

  /** Verdicts on records; in a dry run they say what would be, and the records stay as they are. */
  async settle(lease: Lease, settled: readonly SettledRecord[]): Promise<void> {
    if (settled.length === 0) return;
    await this.fenced(lease, async (tx) => {
      const places = settled.map(({ place }) => place);
      const taken = await runQuery<{ record: string }>(
        tx,
        `SELECT record FROM replay_records WHERE replay = $1 AND place = ANY($2) AND state IN ('claimed', 'sent')`,
        [lease.id, places],
      );
      await this.count(tx, lease, settled);
      // What this replay never took may be another one's.
      const mine = new Set(taken.map(({ record }) => record));
      const of = (...states: string[]) =>
        settled.filter(({ state, record }) => states.includes(state) && mine.has(record)).map(({ record }) => record);
      await statusOf(tx, of('succeeded'), 'resolved');
      await statusOf(tx, of('failed_again', 'skipped'), 'open');
    });
  }

  /** The last records with a verdict, and how many of them failed. */
  async latestVerdicts({ id }: Lease, last: number): Promise<{ verdicts: number; failed: number }> {
    const [row] = await this.postgres.query<{ verdicts: number; failed: number }>(
      `SELECT count(*)::int AS verdicts, count(*) FILTER (WHERE state = 'failed_again')::int AS failed FROM (
         SELECT state FROM replay_records WHERE replay = $1 AND state IN ('succeeded', 'failed_again')
          ORDER BY place DESC LIMIT $2) AS latest`,
      [id, last],
    );
    return row!;
  }

  async stop(lease: Lease, status: 'stopped_failing' | 'failed', failure: string, work: Work): Promise<void> {
    await this.fenced(lease, async (tx) => {
      const rows = await runQuery(
        tx,
        `UPDATE replays SET status = $2, failure = $3, finished_at = clock_timestamp()
          WHERE id = $1 AND status IN ('running', 'paused') RETURNING 1`,
        [lease.id, status, failure],
      );
      if (rows.length === 1) await work(tx);
    });
  }

  /** Nothing is on its way any more. What a cancelled replay had claimed goes back; a running one is complete. */
  async finish(lease: Lease, work: Work): Promise<void> {
    await this.fenced(lease, async (tx) => {
      const claimed = await runQuery<{ place: number; record: string }>(
        tx,
        `SELECT place, record FROM replay_records WHERE replay = $1 AND state = 'claimed'`,
        [lease.id],
      );
      await this.count(
        tx,
        lease,
        claimed.map((each) => ({ ...each, state: 'skipped' as const, reason: 'CANCELLED' })),
      );
      await statusOf(
        tx,
        claimed.map(({ record }) => record),
        'open',
      );
      const [row] = await runQuery<{ completed: boolean }>(
        tx,
        `UPDATE replays SET active = false, lease_token = NULL, lease_until = NULL,
            status = CASE status WHEN 'running' THEN 'completed' ELSE status END,
            finished_at = coalesce(finished_at, clock_timestamp())
          WHERE id = $1 RETURNING status = 'completed' AS completed`,
        [lease.id],
      );
      if (row?.completed === true) await work(tx);
    });
  }

  /** A runner that stops gives it back at once. */
  async release({ id, leaseToken }: Lease): Promise<void> {
    await this.postgres.query(
      `UPDATE replays SET lease_token = NULL, lease_until = NULL WHERE id = $1 AND lease_token = $2`,
      [id, leaseToken],
    );
  }

  private async count(tx: EntityManager, { id }: Lease, settled: readonly SettledRecord[]): Promise<void> {
    if (settled.length === 0) return;
    await runQuery(
      tx,
      `WITH changed AS (
         UPDATE replay_records r SET state = s.state, reason = s.reason
           FROM unnest($2::int[], $3::text[], $4::text[]) AS s(place, state, reason)
          WHERE r.replay = $1 AND r.place = s.place AND r.state IN ('waiting', 'claimed', 'sent') RETURNING r.state)
       UPDATE replays SET succeeded = succeeded + (SELECT count(*) FROM changed WHERE state = 'succeeded'),
              failed_again = failed_again + (SELECT count(*) FROM changed WHERE state = 'failed_again'),
              skipped = skipped + (SELECT count(*) FROM changed WHERE state = 'skipped') WHERE id = $1`,
      [
        id,
        settled.map(({ place }) => place),
        settled.map(({ state }) => state),
        settled.map(({ reason }) => reason ?? null),
      ],
    );
  }

  private fenced<T>({ id, leaseToken }: Lease, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.postgres.transaction(async (tx) => {
      const held = await runQuery(tx, 'SELECT 1 FROM replays WHERE id = $1 AND lease_token = $2 FOR UPDATE', [
        id,
        leaseToken,
      ]);
      if (held.length === 0) throw new ReplayLost();
      return work(tx);
    });
  }
}

type Work = (tx: EntityManager) => Promise<void>;

/** Only of what this replay took: somebody may have discarded it, or it was refused again already. */
async function statusOf(tx: EntityManager, records: readonly string[], status: 'open' | 'resolved'): Promise<void> {
  if (records.length === 0) return;
  await runQuery(tx, `UPDATE dead_letters SET status = $2 WHERE id = ANY($1) AND status = 'replaying'`, [
    records,
    status,
  ]);
}
