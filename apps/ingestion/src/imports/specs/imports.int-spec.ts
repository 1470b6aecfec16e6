import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { eventually, suiteNamespace } from '@analytics/testing';
import { COLLECTED_HEADERS } from '../../collected-record';
import { ImportsSuite } from '../fixtures/imports-suite.fixture';
import { csv, CSV_HEADER, csvRow, MAPPING_QUERY, ndjson, oldEvent, writeParquet } from '../fixtures/old-events.fixture';

const NDJSON = { 'content-type': 'application/x-ndjson' };
const CSV = { 'content-type': 'text/csv' };
const PARQUET = { 'content-type': 'application/vnd.apache.parquet' };
const GZIP = { 'content-encoding': 'gzip' };
const ROWS = 2_500;

let suite: ImportsSuite;
beforeAll(async () => {
  suite = await ImportsSuite.start(await suiteNamespace('imports', { databases: ['postgres'] }), eventually);
});
afterAll(() => suite.stop());

const events = (prefix: string, rows: number) =>
  Array.from({ length: rows }, (_, index) => ({ ...oldEvent(index), id: `${prefix}-${index}` }));

describe('an import takes', () => {
  it.each([false, true])('lines of events (gzip: %s), which arrive as they were sent', async (gzip) => {
    const sent = events(`lines-${gzip}`, ROWS);
    const body = Buffer.from(ndjson(sent));
    const job = await suite.import(gzip ? gzipSync(body) : body, { ...NDJSON, ...(gzip ? GZIP : {}) });
    const counts = { total: ROWS, processed: ROWS, accepted: ROWS, duplicate: 0, rejected: 0, progress: 1 };
    expect(job).toMatchObject({
      status: 'completed',
      format: 'ndjson',
      error: null,
      rejected_by_reason: {},
      ...counts,
    });
    const arrived = await suite.arrived(job.id, ROWS);
    const byId = new Map(arrived.map(({ event }) => [event['id'], event]));
    expect(sent.map(({ id }) => byId.get(id))).toEqual(sent);
    expect(arrived[0]!.headers).toMatchObject({
      [COLLECTED_HEADERS.importId]: job.id,
      [COLLECTED_HEADERS.receivedAt]: job.created_at,
      [COLLECTED_HEADERS.fingerprint]: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await suite.verdicts(job.id)).toEqual([]);
    // What it was made from is gone with its end.
    expect(await suite.keys(`imports/${job.id}`)).toEqual([]);
  });

  it.each([false, true])('CSV by a mapping (gzip: %s), also of another charset', async (gzip) => {
    const text = csv(ROWS);
    const plain = await suite.import(gzip ? gzipSync(text) : text, { ...CSV, ...(gzip ? GZIP : {}) }, MAPPING_QUERY);
    expect(plain).toMatchObject({ status: 'completed', accepted: ROWS, rejected: 0 });
    const arrived = await suite.arrived(plain.id, ROWS);
    expect(arrived.find(({ event }) => event['time'] === '2019-03-01T10:00:00+03:00')!.event).toMatchObject({
      source: '/legacy',
      id: expect.stringMatching(/^[a-p]{32}$/),
      data: { placement: 'поиск, "главная"', priceMinor: 1999, platform: 'windows' },
    });
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const other = await suite.import(wide, { 'content-type': 'text/csv; charset=utf-16le' }, MAPPING_QUERY);
    expect(other).toMatchObject({ status: 'completed', accepted: ROWS });
  });

  it.each([false, true])(
    'Parquet without a mapping where columns are named like their targets (gzip: %s)',
    async (gzip) => {
      const file = path.join(suite.folder, `${gzip}.parquet`);
      await writeParquet(file, ROWS);
      const bytes = readFileSync(file);
      const job = await suite.import(gzip ? gzipSync(bytes) : bytes, { ...PARQUET, ...(gzip ? GZIP : {}) });
      expect(job).toMatchObject({ status: 'completed', total: ROWS, accepted: ROWS });
      const times = (await suite.arrived(job.id, ROWS)).map(({ event }) => event['time']).sort();
      expect([times[0], times.at(-1)]).toEqual(['2019-03-01T10:00:00Z', '2019-03-01T10:41:39Z']);
    },
  );
});

describe('an import tells of each bad row', () => {
  it('in lines of events: where it is, what is wrong, and nothing of what it held', async () => {
    const good = events('bad-lines', 10).map((event) => JSON.stringify(event));
    const bad: [line: string, code: string, pointer: string][] = [
      ['{"no json', 'MALFORMED_JSON', ''],
      ['{"specversion":"1.0","id":"doubled","source":"/s","x":1,"x":2}', 'MALFORMED_JSON', '/x'],
      [JSON.stringify({ ...oldEvent(1), id: undefined }), 'NOT_CLOUDEVENT', '/id'],
      [JSON.stringify(oldEvent(2, { gameId: 'secret@example.com' })), 'SCHEMA_VIOLATION', '/data/gameId'],
      [JSON.stringify({ ...oldEvent(3), type: 'com.platform.never.seen.v1' }), 'SCHEMA_UNKNOWN', '/type'],
      [JSON.stringify({ ...oldEvent(4), time: '1999-12-31T00:00:00Z' }), 'EVENT_TIME_OUT_OF_RANGE', '/time'],
      [JSON.stringify([oldEvent(5)]), 'NOT_CLOUDEVENT', ''],
      [JSON.stringify({ ...oldEvent(0), id: 'bad-lines-3' }).replace('search', 'other'), 'ID_CONFLICT', '/id'],
      [JSON.stringify(oldEvent(6, { placement: 'x'.repeat(300_000) })), 'TOO_LARGE', ''],
      [JSON.stringify(oldEvent(7)).replace('search', '\ud800').replaceAll('"', '"'), 'ENCODING', ''],
    ];
    const last = Buffer.from(bad.at(-1)![0].replace('\ud800', '?'));
    last[last.indexOf('"?"') + 1] = 0xff;
    const lines = [...good, '', ...bad.slice(0, -1).map(([line]) => line)].map((line) => Buffer.from(`${line}\r\n`));
    const job = await suite.import(Buffer.concat([...lines, last]), NDJSON);
    expect(job).toMatchObject({ status: 'completed', total: 20, accepted: 10, rejected: 10 });
    expect(job.rejected_by_reason).toEqual({
      ...{ MALFORMED_JSON: 2, NOT_CLOUDEVENT: 2, SCHEMA_VIOLATION: 1, SCHEMA_UNKNOWN: 1 },
      ...{ EVENT_TIME_OUT_OF_RANGE: 1, ID_CONFLICT: 1, TOO_LARGE: 1, ENCODING: 1 },
    });
    const verdicts = await suite.verdicts(job.id);
    expect(verdicts.map(({ row, line, code, pointer }) => [row, line, code, pointer])).toEqual(
      bad.map(([, code, pointer], index) => [11 + index, 12 + index, code, pointer]),
    );
    expect(JSON.stringify(verdicts)).not.toMatch(/secret|device-/);
    // What can be told apart goes to intake with its verdict, to be kept as a dead letter.
    const refused = await suite.arrived(job.id, 4, { refused: true });
    expect(refused.map(({ headers }) => headers[COLLECTED_HEADERS.refusedCode]).sort()).toEqual(
      ['EVENT_TIME_OUT_OF_RANGE', 'ID_CONFLICT', 'MALFORMED_JSON', 'SCHEMA_UNKNOWN', 'SCHEMA_VIOLATION'].sort(),
    );
  });

  it('in CSV: the line it begins in, and the place in the event', async () => {
    const rows = [
      csvRow(0),
      csvRow(1, { price: '19,99' }).replace('19,99', '"19,99"'),
      csvRow(2).replace('поиск', 'два\nряда'),
      csvRow(3, { game: 'not-a-uuid' }),
      'only,three,cells',
      csvRow(4).replace('"поиск', '"поиск" '),
      csvRow(5),
    ];
    const job = await suite.import([CSV_HEADER, ...rows].join('\n'), CSV, MAPPING_QUERY);
    expect(job).toMatchObject({ status: 'completed', total: 7, accepted: 3, rejected: 4 });
    expect((await suite.verdicts(job.id)).map(({ row, line, code, pointer }) => [row, line, code, pointer])).toEqual([
      [2, 3, 'SCHEMA_VIOLATION', '/data/priceMinor'],
      [4, 6, 'SCHEMA_VIOLATION', '/data/gameId'],
      [5, 7, 'MALFORMED_JSON', ''],
      [6, 8, 'MALFORMED_JSON', ''],
    ]);
    expect((await suite.verdicts(job.id))[0]!.detail).toContain('"Цена"');
  });

  it('in Parquet: its number', async () => {
    const file = path.join(suite.folder, 'bad.parquet');
    await writeParquet(file, 10, 'CASE WHEN range = 6 THEN 9007199254740993 WHEN range = 8 THEN -5 ELSE range END');
    const job = await suite.import(readFileSync(file), PARQUET);
    expect(job).toMatchObject({ accepted: 8, rejected: 2 });
    const verdicts = await suite.verdicts(job.id);
    expect(verdicts).toMatchObject([
      { row: 7, code: 'NUMBER_OUT_OF_RANGE' },
      { row: 9, code: 'NUMBER_OUT_OF_RANGE', pointer: '/data/priceMinor' },
    ]);
    expect(verdicts[0]).not.toHaveProperty('line');
  });

  it('of a foreign source or type', async () => {
    const { secret } = await suite.newKey({ imports: true, sources: ['/legacy'], types: [oldEvent(0).type] });
    const rows = [oldEvent(1), { ...oldEvent(2), source: '/other' }, { ...oldEvent(3), type: 'com.platform.x.y.v1' }];
    const { body } = await suite.send(ndjson(rows), { ...NDJSON, 'x-write-key': secret });
    const own = suite.key;
    suite.key = secret;
    const job = await suite.finished(body.data.id);
    expect(job.rejected_by_reason).toEqual({ SOURCE_NOT_ALLOWED: 2 });
    expect(await suite.verdicts(job.id)).toMatchObject([{ row: 2 }, { row: 3 }]);
    suite.key = own;
    expect(await suite.ask(`/${job.id}`)).toMatchObject({ status: 404 });
  });

  it('as a whole, when the file is not what it is said to be', async () => {
    const notParquet = await suite.import('PAR1 but no more than that', PARQUET);
    expect(notParquet).toMatchObject({ status: 'failed', error: { code: 'VALIDATION_FAILED' } });
    const noColumn = await suite.import('a,b\n1,2\n', CSV, MAPPING_QUERY);
    expect(noColumn).toMatchObject({ status: 'failed', error: { detail: expect.stringContaining('Игра') } });
  });
});

describe('a repeat', () => {
  it('of a file makes the same events, which count once', async () => {
    const twice = [await suite.import(csv(300), CSV, MAPPING_QUERY), await suite.import(csv(300), CSV, MAPPING_QUERY)];
    const ids = await Promise.all(
      twice.map(async ({ id }) => (await suite.arrived(id, 300)).map(({ event }) => event['id']).sort()),
    );
    expect(ids[0]).toEqual(ids[1]);
    const fingerprints = await Promise.all(
      twice.map(async ({ id }) => {
        const arrived = await suite.arrived(id, 300);
        return arrived.map(({ headers }) => headers[COLLECTED_HEADERS.fingerprint]).sort();
      }),
    );
    expect(fingerprints[0]).toEqual(fingerprints[1]);
  });

  it('within a file is told and not handed on', async () => {
    const job = await suite.import(ndjson([...events('within', 50), ...events('within', 50)]), NDJSON);
    expect(job).toMatchObject({ accepted: 50, duplicate: 50, rejected: 0, total: 100 });
    expect(await suite.arrived(job.id, 50)).toHaveLength(50);
  });

  it('of a request with its Idempotency-Key is the same import; with another file it is refused', async () => {
    const headers = { ...NDJSON, 'idempotency-key': 'once-1' };
    const body = ndjson(events('idempotent', 20));
    const first = await suite.send(body, headers);
    const second = await suite.send(gzipSync(body), { ...headers, ...GZIP });
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body.data.id).toBe(first.body.data.id);
    const other = await suite.send(`${body}\n`, headers);
    expect(other).toMatchObject({ status: 409, body: { errors: [{ code: 'CONFLICT' }] } });
    await suite.finished(first.body.data.id);
    expect(await suite.arrived(first.body.data.id, 20)).toHaveLength(20);
  });
});

describe('imports', () => {
  it('are listed page by page, the newest first', async () => {
    const { secret } = await suite.newKey({ imports: true });
    const headers = { 'x-write-key': secret };
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { body } = await suite.send(ndjson(events(`listed-${count}`, 1)), { ...NDJSON, ...headers });
      ids.unshift(body.data.id);
    }
    const page = async (query: string) =>
      (await suite.ask(query, { headers })).body as unknown as {
        data: { id: string }[];
        meta: { next_cursor: string };
      };
    const first = await page('?limit=2');
    const second = await page(`?limit=2&cursor=${first.meta.next_cursor}`);
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids);
    expect(second.meta.next_cursor).toBeNull();
    expect(await suite.ask('?cursor=bm90aGluZw')).toMatchObject({
      status: 400,
      body: { errors: [{ source: { parameter: 'cursor' } }] },
    });
  });

  it('are for who may import, and of what can be imported', async () => {
    const { secret } = await suite.newKey({});
    const body = ndjson(events('refused', 1));
    const statuses = [
      await suite.send(body, { ...NDJSON, 'x-write-key': secret }),
      await suite.send(body, { ...NDJSON, 'x-write-key': 'wk_unknown-unknown-unknown-unknown' }),
      await suite.send(body, { 'content-type': 'text/plain' }),
      await suite.send(body, { ...NDJSON, 'content-encoding': 'br' }),
      await suite.send(body, { 'content-type': 'application/x-ndjson; charset=koi8-r' }),
      await suite.send(body, CSV, '?mapping={'),
      await suite.send(body, NDJSON, MAPPING_QUERY),
      await suite.send('', NDJSON),
      await suite.send('not gzip', { ...NDJSON, ...GZIP }),
      await suite.send(gzipSync(body).subarray(0, 40), { ...NDJSON, ...GZIP }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 401, 415, 415, 415, 400, 400, 400, 400, 400]);
    const [open] = await suite.postgres.query(`SELECT 1 FROM imports WHERE status = 'receiving'`);
    expect(open).toBeUndefined();
  });

  it('leave nothing behind: what killed processes left is removed, and in the end what was finished', async () => {
    const DAY_MS = 86_400_000;
    const now = Date.now();
    const job = await suite.import('not json', NDJSON);
    const [orphan, begun] = [randomUUID(), randomUUID()];
    for (const id of [orphan, begun]) await suite.store.put(`imports/${id}/body`, Buffer.from('x'));
    await suite.postgres.query(
      `INSERT INTO imports (id, sender, sources, types, format, options, status) VALUES ($1, 's', '{}', '{}', 'csv', '{}', 'receiving')`,
      [begun],
    );
    await suite.janitor.tidy(new Date(now + 3 * 3_600_000));
    expect([await suite.keys(`imports/${orphan}`), await suite.keys(`imports/${begun}`)]).toEqual([
      [],
      [`imports/${begun}/body`],
    ]);
    await suite.janitor.tidy(new Date(now + 2 * DAY_MS));
    expect(await suite.keys(`imports/${begun}`)).toEqual([]);
    expect(await suite.verdicts(job.id)).toMatchObject([{ row: 1, line: 1, code: 'MALFORMED_JSON' }]);
    await suite.janitor.tidy(new Date(now + 31 * DAY_MS));
    expect(await suite.ask(`/${job.id}`)).toMatchObject({
      status: 404,
      body: { errors: [{ code: 'IMPORT_NOT_FOUND' }] },
    });
    expect(await suite.keys('imports/')).toEqual([]);
  });
});
