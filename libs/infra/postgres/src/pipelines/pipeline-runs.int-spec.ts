import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { OwnerDatabase } from '../fixtures/owner-database.fixture';
import { MIGRATIONS_FOLDER } from '../migrations/migration-folder';
import type { HeldRun, PipelineRunRequest } from './pipeline-run.records';
import { MOST_ATTEMPTS, PipelineRunsStore } from './pipeline-runs.store';
import { RebuildProgressStore, RunLost } from './rebuild-progress.store';

const RESULT = { inputManifest: { files: 3 }, outputHash: 'ab', processedRecords: 7 };

describe('the log of pipeline runs on a real PostgreSQL', () => {
  let namespace: SuiteNamespace;
  let database: OwnerDatabase;
  let runs: PipelineRunsStore;
  let progress: RebuildProgressStore;
  let names = 0;
  const pipeline = () => `pipeline-${(names += 1)}`;

  beforeAll(async () => {
    namespace = await suiteNamespace('infra-postgres-runs', { databases: ['postgres'] });
    database = await OwnerDatabase.open(namespace.postgres.url);
    const files = ['0001_runs.sql', '0002_reconciliations.sql', '0003_rebuild_progress.sql'];
    const sql = files.map((file) => readFileSync(path.join(MIGRATIONS_FOLDER, 'pipeline_worker', file), 'utf8'));
    const postgres = await database.postgres(await database.migrated('pipelines', sql.join('\n')));
    runs = new PipelineRunsStore(postgres);
    progress = new RebuildProgressStore(postgres);
  });
  afterAll(async () => {
    await database.close();
    await namespace.dispose();
  });

  async function requested(name: string, more: Partial<PipelineRunRequest> = {}): Promise<string> {
    const id = randomUUID();
    await runs.request({ id, pipeline: name, parameters: { a: 1 }, requestedBy: 'somebody', ...more });
    return id;
  }

  const take = (name: string, leaseMs = 60_000): Promise<HeldRun | undefined> =>
    runs.take({ pipelines: { [name]: 'v1' }, worker: 'worker', leaseMs });
  const again = (name: string, leaseMs?: number): Promise<HeldRun> =>
    eventually(async () => {
      const held = await take(name, leaseMs);
      expect(held).toBeDefined();
      return held!;
    });

  it('gives one run to one of many workers, and one run of a pipeline at a time', async () => {
    const name = pipeline();
    const ids = [await requested(name), await requested(name)];
    const taken = await Promise.all(Array.from({ length: 8 }, () => take(name)));
    const held = taken.filter((run) => run !== undefined);
    expect(held).toHaveLength(1);
    expect(held[0]).toMatchObject({ status: 'running', attempts: 1, parameters: { a: 1 }, codeVersion: 'v1' });
    expect(await runs.succeed(held[0]!, RESULT, 'fine')).toBe(true);
    const next = await again(name);
    expect([held[0]!.id, next.id].sort()).toEqual([...ids].sort());
    expect(await runs.find(held[0]!.id)).toMatchObject({ status: 'succeeded', ...RESULT, logsSummary: 'fine' });
  });

  it('makes one run of an instant of a schedule, and one of an id', async () => {
    const name = pipeline();
    const scheduledFor = new Date('2026-11-20T00:30:00Z');
    const made = await Promise.all(
      Array.from({ length: 5 }, () =>
        runs.request({ id: randomUUID(), pipeline: name, parameters: {}, requestedBy: 'schedule', scheduledFor }),
      ),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    const id = await requested(name);
    expect(await runs.request({ id, pipeline: name, parameters: {}, requestedBy: 'again' })).toBe(false);
  });

  it('passes a run on whose holder is not heard of, and the holder changes nothing any more', async () => {
    const name = pipeline();
    const id = await requested(name);
    const lost = await again(name, 50);
    const owner = await again(name);
    expect(owner).toMatchObject({ id, attempts: 2 });
    expect(await runs.renew(lost, 60_000, '')).toBe('lost');
    expect(await runs.succeed(lost, RESULT, '')).toBe(false);
    expect(await runs.fail(lost, { code: 'X', detail: 'x' }, '')).toBe(false);
    const step = { topic: 't', part: 0, nextOffset: 5n, endOffset: 20n, readRows: 5, storedEvents: 4 };
    await expect(progress.save(lost, step)).rejects.toBeInstanceOf(RunLost);
    await progress.save(owner, step);
    await progress.save(owner, { ...step, nextOffset: 9n });
    expect(await progress.of(id)).toEqual([{ ...step, nextOffset: 9n }]);
    expect(await runs.renew(owner, 60_000, 'at work')).toBe('held');
    expect((await runs.find(id))!.logsSummary).toBe('at work');
  });

  it('gives up a run after its last attempt, whether it fails or its worker vanishes', async () => {
    const failing = pipeline();
    const id = await requested(failing);
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const held = await again(failing);
      expect(held.attempts).toBe(attempt);
      expect(await runs.fail(held, { code: 'UNAVAILABLE', detail: 'away', retryInMs: 1 }, '')).toBe(true);
    }
    expect(await runs.find(id)).toMatchObject({ status: 'failed', errorCode: 'UNAVAILABLE', attempts: MOST_ATTEMPTS });
    const vanishing = pipeline();
    const other = await requested(vanishing);
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) await again(vanishing, 1);
    await eventually(async () => {
      await runs.abandon();
      expect(await runs.find(other)).toMatchObject({ status: 'failed', errorCode: 'WORKER_LOST' });
    });
    expect(await take(vanishing)).toBeUndefined();
  });

  it('ends a run at once when trying again makes no sense, and gives back what a stopping worker had begun', async () => {
    const name = pipeline();
    const id = await requested(name);
    expect(await runs.release(await again(name), 'stopped')).toBe(true);
    const held = await again(name);
    expect(held).toMatchObject({ id, attempts: 1 });
    await runs.fail(held, { code: 'VALIDATION_FAILED', detail: 'no' }, '');
    expect(await runs.find(id)).toMatchObject({ status: 'failed', attempts: 1 });
  });

  it('cancels what waits at once, and tells the holder of what runs', async () => {
    const name = pipeline();
    const [running, waiting] = [await requested(name), await requested(name)];
    const held = await again(name);
    const other = held.id === running ? waiting : running;
    await runs.cancel(other);
    expect(await runs.find(other)).toMatchObject({ status: 'cancelled' });
    await runs.cancel(held.id);
    expect(await runs.renew(held, 60_000, '')).toBe('cancel');
    expect(await runs.cancelled(held, 'stopped')).toBe(true);
    await runs.cancel(held.id);
    expect(await runs.find(held.id)).toMatchObject({ status: 'cancelled', logsSummary: 'stopped' });
    expect(await take(name)).toBeUndefined();
  });
});
