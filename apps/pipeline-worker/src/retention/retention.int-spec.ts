import { randomUUID } from 'node:crypto';
import { retentionOf } from '@analytics/domain';
import { LakeCatalogue, type LakeFile, type PipelineRun, PipelineRunsStore } from '@analytics/infra-postgres';
import type { RunningService } from '@analytics/service-kit';
import { eventually, generateStore } from '@analytics/testing';
import { WarehouseSuite } from '../fixtures/warehouse-suite.fixture';
import { startWholeWorker } from '../fixtures/whole-worker.fixture';

const MONTH_MS = 31 * 86_400_000;

describe('retention', () => {
  let suite: WarehouseSuite;
  let worker: RunningService;
  let runs: PipelineRunsStore;

  beforeAll(async () => {
    suite = await WarehouseSuite.open('pipeline-worker-retention');
    runs = new PipelineRunsStore(suite.postgres);
    const { deliveries } = generateStore({ seed: 3, events: 150, users: 10, games: 4, days: 3 });
    await suite.deliver(deliveries, new Date(Date.now() - 27 * MONTH_MS), 1_000);
    await suite.deliver(deliveries, new Date(Date.now() - 15 * MONTH_MS), 1_000);
    await suite.deliver(deliveries, new Date(Date.now() - MONTH_MS), 1_000);
    worker = await startWholeWorker(suite.env());
  });
  afterAll(async () => {
    await worker.close();
    await suite.close();
  });

  async function ran(parameters: Record<string, unknown>): Promise<PipelineRun> {
    const id = randomUUID();
    await runs.request({ id, pipeline: 'retention', parameters, requestedBy: 'a test' });
    return eventually(async () => {
      const run = await runs.find(id);
      expect(run).toMatchObject({ status: 'succeeded' });
      return run!;
    });
  }

  async function listed(): Promise<LakeFile[]> {
    const files: LakeFile[] = [];
    for await (const file of new LakeCatalogue(suite.postgres, 'ingestion').committed()) files.push(file);
    return files;
  }

  async function objects(): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of suite.objects.list({ prefix: 'raw_events/' })) keys.push(key);
    return keys.sort();
  }

  const isOld = ({ hour }: LakeFile, months: number): boolean => hour.getTime() < Date.now() - months * MONTH_MS;

  it('says what it would remove, and removes nothing, until it is told to', async () => {
    const before = await listed();
    const run = await ran({});
    expect(run.logsSummary).toContain('would remove');
    expect(Number((run.inputManifest as { files: number }).files)).toBeGreaterThan(0);
    expect(await listed()).toEqual(before);
    expect(await objects()).toEqual(before.map(({ key }) => key).sort());
  });

  it('takes out files whose class has ended, the line first and then the object, and leaves what lasts', async () => {
    const expected = (await listed()).filter((file) => {
      const { name } = retentionOf(file.eventType);
      return name === 'lasting' || !isOld(file, name === 'behaviour' ? 26 : 14);
    });
    const run = await ran({ dry_run: false });
    expect(await listed()).toEqual(expected);
    expect(await objects()).toEqual(expected.map(({ key }) => key).sort());
    expect(expected.some((file) => isOld(file, 26))).toBe(true);
    expect(run.processedRecords).toBeGreaterThan(0);
    expect(await ran({ dry_run: false })).toMatchObject({ processedRecords: 0 });
  });

  it('finds again what a worker that died left of objects', async () => {
    const [file] = (await listed()).filter((each) => isOld(each, 26));
    await suite.ingestion.query('UPDATE lake_files SET removed_at = now() WHERE key = $1', [file!.key]);
    expect(await objects()).toContain(file!.key);
    await ran({ dry_run: false });
    expect(await objects()).not.toContain(file!.key);
  });

  it('forgets runs that ended long ago', async () => {
    const { id } = await ran({});
    await suite.postgres.query(`UPDATE pipeline_runs SET finished_at = now() - interval '3 months' WHERE id = $1`, [
      id,
    ]);
    await ran({ dry_run: false, log_months: 2 });
    expect(await runs.find(id)).toBeUndefined();
  });
});
