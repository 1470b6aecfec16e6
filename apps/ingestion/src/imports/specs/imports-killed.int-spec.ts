import path from 'node:path';
import { eventually, suiteNamespace, typescriptProgram } from '@analytics/testing';
import { ImportsSuite } from '../fixtures/imports-suite.fixture';
import { csv, csvRow, MAPPING_QUERY } from '../fixtures/old-events.fixture';

const ROWS = 20_000;
const CSV = { 'content-type': 'text/csv' };

let suite: ImportsSuite;
beforeAll(async () => {
  // Files are taken here and worked on by processes of their own.
  const env = { INGESTION_IMPORT_POLL_MS: '0', INGESTION_IMPORT_BATCH_ROWS: '500' };
  suite = await ImportsSuite.start(await suiteNamespace('imports-kill', { databases: ['postgres'] }), eventually, env);
});
afterEach(() => suite.killWorkers());
afterAll(() => suite.stop());

function startWorker(rowsPerSecond: number): void {
  const env = suite.workerEnv({ INGESTION_IMPORT_ROWS_PER_SECOND: String(rowsPerSecond) });
  suite.worker(typescriptProgram(path.join(__dirname, '../fixtures/imports-process.fixture.ts'), env));
}

describe('an import whose worker is killed', () => {
  it('is gone on with by another one: each row once, and no verdict lost or doubled', async () => {
    const bad = [1, 700, 9_999, ROWS - 1];
    const rows = csv(ROWS).split('\r\n');
    for (const number of bad) rows[number + 1] = csvRow(number, { price: 'dear' });
    const { body } = await suite.send(rows.join('\r\n'), CSV, MAPPING_QUERY);
    const { id } = body.data;
    let workers = 0;
    for (const part of [0.05, 0.3]) {
      // So slow that it is in the middle whenever the kill comes.
      startWorker(2_000);
      workers += 1;
      const job = await suite.until(id, ({ processed }) => processed >= ROWS * part);
      expect(job.processed).toBeLessThan(ROWS);
      await suite.killWorkers();
    }
    startWorker(1_000_000);
    const job = await suite.finished(id);
    expect(job).toMatchObject({ status: 'completed', total: ROWS, accepted: ROWS - bad.length, rejected: bad.length });
    expect(job.duplicate).toBe(0);
    expect((await suite.verdicts(id)).map(({ row }) => row)).toEqual(bad.map((number) => number + 1));
    const arrived = await suite.arrived(id, ROWS - bad.length);
    const ids = new Set(arrived.map(({ event }) => event['id']));
    expect(ids.size).toBe(ROWS - bad.length);
    // What was under way at each death may come twice, and no more than that.
    expect(arrived.length - ids.size).toBeLessThanOrEqual(workers * 500);
    const [row] = await suite.postgres.query<{ epoch: string }>('SELECT epoch FROM imports WHERE id = $1', [id]);
    expect(Number(row!.epoch)).toBe(workers + 1);
  });

  it('is cancelled for good: the worker stops, and nothing comes after it', async () => {
    startWorker(2_000);
    const { body } = await suite.send(csv(ROWS), CSV, MAPPING_QUERY);
    const { id } = body.data;
    await suite.until(id, ({ processed }) => processed >= 1_000);
    const cancelled = await suite.ask(`/${id}/cancel`, { method: 'POST' });
    expect(cancelled).toMatchObject({ status: 200, body: { data: { status: 'cancelled' } } });
    expect(await suite.ask(`/${id}/cancel`, { method: 'POST' })).toMatchObject({ status: 200 });
    // The next file gets its turn, so the worker has let go of this one.
    const next = await suite.import(csv(10), CSV, MAPPING_QUERY);
    expect(next.status).toBe('completed');
    const { processed } = cancelled.body.data;
    const [row] = await suite.postgres.query<{ processed: string }>('SELECT processed FROM imports WHERE id = $1', [
      id,
    ]);
    expect(Number(row!.processed)).toBe(processed);
    const arrived = await suite.arrived(id, processed);
    expect(new Set(arrived.map(({ event }) => event['id'])).size).toBeLessThanOrEqual(processed + 500);
    expect(await suite.ask(`/${next.id}/cancel`, { method: 'POST' })).toMatchObject({ status: 409 });
  });

  it('fails when each worker that takes it dies before it gets on', async () => {
    const { body } = await suite.send(csv(10), CSV, MAPPING_QUERY);
    await suite.postgres.query('UPDATE imports SET attempts = 5 WHERE id = $1', [body.data.id]);
    startWorker(1_000);
    const job = await suite.finished(body.data.id);
    expect(job).toMatchObject({
      status: 'failed',
      processed: 0,
      error: { detail: expect.stringContaining('broke off') },
    });
  });
});
