import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { eventually, freePort, sleep, suiteNamespace, typescriptProgram } from '@analytics/testing';
import { type Answer, ImportsSuite } from '../fixtures/imports-suite.fixture';
import { csv, MAPPING_QUERY, ndjson, oldEvent } from '../fixtures/old-events.fixture';

const MIB = 1024 * 1024;
const NDJSON = { 'content-type': 'application/x-ndjson' };
const CSV = { 'content-type': 'text/csv' };
const ROWS = 50_000;

let suite: ImportsSuite;
beforeAll(async () => {
  // Files are taken here, with less time than they need by the limits of other requests; workers are processes of their own.
  const env = {
    INGESTION_IMPORT_POLL_MS: '0',
    INGESTION_IMPORT_CONTENT_BYTES: String(256 * MIB),
    INGESTION_IMPORT_BYTES: String(160 * MIB),
    INGESTION_IMPORTS_PER_SENDER: '2',
    INGESTION_IMPORT_SILENCE_MS: '8000',
    HTTP_REQUEST_TIMEOUT_MS: '3000',
    HTTP_TIMEOUT_SECONDS: '3',
  };
  suite = await ImportsSuite.start(await suiteNamespace('imports-bound', { databases: ['postgres'] }), eventually, env);
});
afterEach(() => suite.killWorkers());
afterAll(() => suite.stop());

const NOISE = Array.from({ length: 64 }, (_, index) => createHash('sha512').update(`${index}`).digest('hex')).join('');

/** Events of 2.7 kB, made while they are sent. */
function* manyLines(): Generator<Buffer> {
  for (let from = 0; from < ROWS; from += 100) {
    const some = Array.from({ length: 100 }, (_, index) => {
      const number = from + index;
      return { ...oldEvent(number), id: `many-${number}`, note: NOISE.slice(number % 64, (number % 64) + 2_400) };
    });
    yield Buffer.from(`${ndjson(some)}\n`);
  }
}

const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;

/** How much more memory than before a process takes at any moment of some work. */
async function extraMemory(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = memoryOf(pid);
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, memoryOf(pid))), 20);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return most - before;
}

const startWorker = (env: Record<string, string> = {}) => {
  const program = typescriptProgram(
    path.join(__dirname, '../fixtures/imports-process.fixture.ts'),
    suite.workerEnv(env),
  );
  return suite.worker(['--max-old-space-size=160', '--max-semi-space-size=2', ...program]);
};

/** A process that takes files and works on them, warm. */
async function startService(): Promise<{ readonly pid: number; readonly port: number }> {
  const port = await freePort();
  const { pid } = startWorker({ INGESTION_HTTP_PORT: String(port) });
  await suite.import(csv(5_000), CSV, MAPPING_QUERY);
  await eventually(() => fetch(`http://127.0.0.1:${port}/`));
  return { pid, port };
}

const streamed = (chunks: Iterable<Buffer> | Readable, headers: Record<string, string>, port?: number) =>
  suite.send(Readable.toWeb(Readable.from(chunks)) as never, headers, '', port);

const cancel = (id: string): Promise<unknown> => suite.ask(`/${id}/cancel`, { method: 'POST' });

describe('an import is bounded', () => {
  it('in memory: a file of 50 000 rows and 130 MB is neither received nor read as a whole', async () => {
    const { pid, port } = await startService();
    let bytes = 0;
    const memory = await extraMemory(pid, async () => {
      const { body } = await streamed(manyLines(), NDJSON, port);
      expect(await suite.finished(body.data.id)).toMatchObject({ accepted: ROWS, total: ROWS });
      const ids = new Set((await suite.arrived(body.data.id, ROWS)).map(({ event }) => event['id']));
      expect(ids.size).toBe(ROWS);
      ({ bytes } = body.data);
    });
    expect(bytes).toBeGreaterThan(120 * MIB);
    expect(memory).toBeLessThan(bytes * 0.8);
  });

  it('in what a compressed file may become: a bomb is cut off while it comes, and nothing of it stays', async () => {
    const { pid, port } = await startService();
    const zeros = Buffer.alloc(MIB);
    const bomb = Readable.from(Array.from({ length: 512 }, () => zeros)).pipe(createGzip({ level: 6 }));
    let answer: Answer | undefined;
    const memory = await extraMemory(pid, async () => {
      answer = await streamed(bomb, { ...NDJSON, 'content-encoding': 'gzip' }, port);
    });
    expect(answer).toMatchObject({ status: 413, body: { errors: [{ code: 'PAYLOAD_TOO_LARGE' }] } });
    expect(memory).toBeLessThan(128 * MIB);

    await eventually(async () => expect(await suite.keys('imports/')).toEqual([]));
  });

  it('in bytes, whether the client tells their number or not', async () => {
    const before = await suite.ask('');
    const large = Buffer.alloc(161 * MIB, '\n');
    const told = await suite.send(large, NDJSON).catch(() => undefined);
    // A client that is still sending may miss the answer.
    if (told !== undefined) expect(told.status).toBe(413);
    const untold = await streamed(
      [...Array(161).keys()].map(() => large.subarray(0, MIB)),
      NDJSON,
    ).catch(() => undefined);
    if (untold !== undefined) expect(untold.status).toBe(413);
    await eventually(async () => expect((await suite.ask('')).body.data).toEqual(before.body.data));
  });

  it('in silence, not in time: a slow client gets longer than other requests have, a silent one does not', async () => {
    async function* slowly(pauses: readonly number[]): AsyncGenerator<Buffer> {
      for (const [index, ms] of pauses.entries()) {
        yield Buffer.from(`${ndjson([{ ...oldEvent(index), id: `slow-${index}` }])}\n`);
        await sleep(ms);
      }
    }
    const slow = await streamed(Readable.from(slowly([1_300, 1_300, 1_300])), NDJSON);
    expect(slow.status).toBe(202);
    await cancel(slow.body.data.id);
    const silent = await streamed(Readable.from(slowly([10, 16_000])), NDJSON).catch(() => undefined);
    if (silent !== undefined) expect(silent.status).toBe(408);
    const open = `SELECT 1 FROM imports WHERE status IN ('receiving', 'queued', 'running')`;
    await eventually(async () => expect(await suite.postgres.query(open)).toEqual([]));
  });

  it('in imports a sender may have open, and gives the place back', async () => {
    const send = () => suite.send(ndjson([oldEvent(1)]), NDJSON);
    const [first, second, third] = [await send(), await send(), await send()];
    expect([first, second, third].map(({ status }) => status)).toEqual([202, 202, 429]);
    expect(third.headers.get('retry-after')).toBe('60');
    await cancel(first.body.data.id);
    const fourth = await send();
    expect(fourth.status).toBe(202);
    await cancel(second.body.data.id);
    await cancel(fourth.body.data.id);
  });

  it('in rows and columns', async () => {
    startWorker({ INGESTION_IMPORT_ROWS: '1000', INGESTION_IMPORT_COLUMNS: '20' });
    const long = await suite.import(csv(1_001), CSV, MAPPING_QUERY);
    expect(long).toMatchObject({ status: 'failed', error: { detail: 'the file has more than 1000 rows' } });
    const wide = await suite.import(Array.from({ length: 21 }, (_, index) => `c${index}`).join(), CSV);
    expect(wide).toMatchObject({ status: 'failed', processed: 0 });
  });

  it('in rows a second, so that live events keep their way', async () => {
    startWorker({ INGESTION_IMPORT_ROWS_PER_SECOND: '1000', INGESTION_IMPORT_BATCH_ROWS: '100' });
    const { id, started_at, finished_at } = await suite.import(
      csv(2_000),
      { 'content-type': 'text/csv' },
      MAPPING_QUERY,
    );
    expect(Date.parse(finished_at!) - Date.parse(started_at!)).toBeGreaterThan(1_500);
    expect(await suite.arrived(id, 2_000)).toHaveLength(2_000);
  });

  it('in what a revoked key had begun: no further row comes in, and the job says why', async () => {
    startWorker({ INGESTION_IMPORT_ROWS_PER_SECOND: '500', INGESTION_IMPORT_BATCH_ROWS: '100' });
    const sent = await suite.send(csv(5_000), CSV, MAPPING_QUERY);
    const job = async () => {
      const [row] = await suite.postgres.query<{
        status: string;
        processed: number;
        error_code: string;
        detail: string;
      }>(`SELECT status, processed::int, error_code, error_detail AS detail FROM imports WHERE id = $1`, [
        sent.body.data.id,
      ]);
      return row!;
    };
    await eventually(async () => expect((await job()).processed).toBeGreaterThan(0));
    await suite.postgres.query('UPDATE write_keys SET revoked_at = now()');
    await eventually(async () => expect(await job()).toMatchObject({ status: 'failed' }));
    const { processed, error_code: code, detail } = await job();
    expect(processed).toBeLessThan(5_000);
    expect([code, detail]).toEqual([
      'ACCESS_DENIED_TO_RESOURCE',
      `the write key was revoked: rows from ${processed + 1} on were not taken`,
    ]);
    // This process looks for itself, and believes what it found for some seconds.
    await eventually(async () => expect((await suite.ask('')).status).toBe(401));
  });
});
