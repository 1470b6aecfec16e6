import { randomUUID } from 'node:crypto';
import { FACT_TABLES, sql, touchedBy } from '@analytics/domain';
import { DerivedFacts } from '@analytics/infra-clickhouse';
import { type PipelineRun, PipelineRunsStore, RebuildProgressStore } from '@analytics/infra-postgres';
import type { RunningService } from '@analytics/service-kit';
import { eventually, generateStore } from '@analytics/testing';
import { WarehouseSuite } from '../fixtures/warehouse-suite.fixture';
import { spawnWholeWorker, startWholeWorker } from '../fixtures/whole-worker.fixture';
import type { LakeEvent } from '../lake/lake-reader';

const HOUR = new Date('2026-11-10T10:00:00Z');
const EVENTS = 1_000;
const DERIVED = ['fact_game_sessions', 'store_sessions', 'attributed_events', 'wishlist_ledger', 'identity_unlinks'];

describe('after a loss', () => {
  let suite: WarehouseSuite;
  let worker: RunningService | undefined;
  let runs: PipelineRunsStore;
  let stored: LakeEvent[];

  beforeAll(async () => {
    suite = await WarehouseSuite.open('pipeline-worker-rebuild');
    runs = new PipelineRunsStore(suite.postgres);
    const { deliveries } = generateStore({ seed: 11, events: EVENTS, users: 50, games: 10, days: 30 });
    stored = await suite.store(await suite.deliver(deliveries, HOUR, Math.ceil(EVENTS / 3)));
    await new DerivedFacts(suite.clickhouse).settle(touchedBy(stored.map(({ event }) => event)));
  });
  afterAll(async () => {
    await worker?.close();
    await suite.close();
  });

  async function requested(pipeline: string, parameters: Record<string, unknown> = {}): Promise<string> {
    const id = randomUUID();
    await runs.request({ id, pipeline, parameters, requestedBy: 'a test' });
    return id;
  }

  const ended = (id: string): Promise<PipelineRun> =>
    eventually(
      async () => {
        const run = await runs.find(id);
        expect(run?.finishedAt).toBeInstanceOf(Date);
        return run!;
      },
      { withinMs: 150_000 },
    );

  const tables = Object.keys(FACT_TABLES);
  const sales = () =>
    suite.run(sql`SELECT hour, game_id, sum(gross_kopecks) AS gross, uniqExactMerge(orders) AS orders, groupBitmapMerge(payers) AS payers
      FROM mart_sales_hourly GROUP BY hour, game_id ORDER BY hour, game_id`);
  const people = () =>
    suite.run(
      sql`SELECT hour, groupBitmapMerge(people) AS people, sum(acts) AS acts FROM mart_activity_hourly GROUP BY hour ORDER BY hour`,
    );
  const everything = async () => ({
    facts: await suite.contents(tables),
    derived: await suite.contents(DERIVED),
    events: await suite.contents(['mart_events_hourly']),
    marts: [await sales(), await people()],
  });

  async function emptied(): Promise<void> {
    const filled = await suite.run<{ name: string }>(
      sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND name != 'schema_migrations'`,
    );
    for (const { name } of filled) await suite.truncate(name);
  }

  it('what operators said about the facts is not in them: an account is taken off a device', async () => {
    const [link] = await suite.run<{ device_no: number; user_no: number; at: string }>(
      sql`SELECT device_no, user_no, formatDateTime(max(effective_at) + INTERVAL 1 SECOND, '%FT%TZ') AS at FROM events
          WHERE device_no != 0 AND user_no != 0 GROUP BY 1, 2 ORDER BY count() DESC, 1, 2 LIMIT 1`,
    );
    expect(link).toBeDefined();
    const idle = await startWholeWorker(suite.env());
    const parameters = { device_no: Number(link!.device_no), user_no: Number(link!.user_no), at: link!.at };
    const run = await ended(await requested('unlink-identity', parameters));
    await idle.close();
    expect(run).toMatchObject({ status: 'succeeded', processedRecords: 1 });
    expect(await suite.contents(['identity_unlinks'])).toMatchObject({ identity_unlinks: { rows: 1 } });
  });

  it('the warehouse is filled from the lake as the sink had filled it, although workers are killed meanwhile', async () => {
    const before = await everything();
    for (const table of DERIVED) expect(before.derived[table]).not.toMatchObject({ rows: 0 });
    await emptied();
    const first = spawnWholeWorker(suite.env());
    const id = await requested('rebuild-warehouse', { chunk_rows: 40 });
    const progress = new RebuildProgressStore(suite.postgres);
    await eventually(
      async () => expect((await progress.of(id)).some(({ storedEvents }) => storedEvents > 0)).toBe(true),
      { withinMs: 150_000, everyMs: 20 },
    );
    first.kill();
    worker = await startWholeWorker(suite.env());
    const run = await ended(id);
    expect(run).toMatchObject({ status: 'succeeded', attempts: 2 });
    const reached = await progress.of(id);
    expect(reached.reduce((sum, { storedEvents }) => sum + storedEvents, 0)).toBe(stored.length);
    expect(reached.every(({ nextOffset, endOffset }) => nextOffset === endOffset)).toBe(true);
    expect(run.logsSummary).toMatch(/rows of the lake in .* a second/);
    expect(await everything()).toEqual(before);
  });

  it('is not done over rows that are there already', async () => {
    const run = await ended(await requested('rebuild-warehouse'));
    expect(run).toMatchObject({ status: 'failed', errorCode: 'CONFLICT', attempts: 1 });
    expect(run.errorDetail).toContain('fills an empty one');
  });

  it('the manifest of the lake is written anew from the copies beside the files, as often as one likes', async () => {
    const manifest = async () => ({
      batches: await suite.ingestion.query(
        'SELECT topic, part, offs, state, rows, xor, opened_at, xform_ver, committed_at FROM lake_batches ORDER BY topic, part, offs',
      ),
      files: await suite.ingestion.query(
        'SELECT event_type, hour, key, rows, xor, sha256, bytes, first_at, last_at FROM lake_files ORDER BY key',
      ),
      positions: await suite.ingestion.query('SELECT topic, part, next_off FROM lake_positions ORDER BY topic, part'),
    });
    const before = await manifest();
    expect(before.files.length).toBeGreaterThan(20);
    for (const table of ['lake_files', 'lake_batches', 'lake_positions']) {
      await suite.ingestion.query(`DELETE FROM ${table}`);
    }
    expect(await ended(await requested('rebuild-lake-manifest'))).toMatchObject({
      status: 'succeeded',
      inputManifest: { copies: before.batches.length },
    });
    expect(await manifest()).toEqual(before);
    expect(await ended(await requested('rebuild-lake-manifest'))).toMatchObject({ status: 'succeeded' });
    expect(await manifest()).toEqual(before);
  });

  it('a copy of the manifest that lies, or names a file that is gone, counts for nothing', async () => {
    const [file] = await suite.ingestion.query<{ key: string }>('SELECT key FROM lake_files ORDER BY key LIMIT 1');
    const body = await suite.objects.getBytes(file!.key);
    await suite.objects.delete(file!.key);
    const run = await ended(await requested('rebuild-lake-manifest'));
    expect(run).toMatchObject({ status: 'failed', errorCode: 'CONFLICT' });
    expect(run.errorDetail).toContain(file!.key);
    await suite.objects.put(file!.key, body);
  });
});
