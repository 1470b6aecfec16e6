import { lakeQuarantineKey, rowHash, Unavailable } from '@analytics/domain';
import { Fenced, LakeCatalogue, LakeManifest, Postgres } from '@analytics/infra-postgres';
import type { RunningService } from '@analytics/service-kit';
import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { context, received, records, validatedEvent } from '../fixtures/lake-events.fixture';
import { LakeSuite } from '../fixtures/lake-suite.fixture';
import { LakeFileConflict, LakeGapFound } from '../lake-errors';
import { LakeJanitor } from '../lake-janitor';
import { LakeService } from '../lake.service';

const HOUR_MS = 3_600_000;

describe('batches of the lake on real stores', () => {
  let space: SuiteNamespace;
  let suite: LakeSuite;
  let service: RunningService;
  let lake: LakeService;
  let catalogue: LakeCatalogue;
  let manifest: LakeManifest;
  let part = 0;
  const assigned = () => new AbortController().signal;
  const of = (files: { part: number }[]) => files.filter((file) => file.part === part);
  const mine = async () => of(await suite.files(catalogue)) as Awaited<ReturnType<LakeSuite['files']>>;
  const take = (from: number, to: number, signal = assigned()) =>
    lake.take(records(from, to, part), context(signal, part));

  beforeAll(async () => {
    space = await suiteNamespace('ingestion-lake');
    suite = await LakeSuite.open(space, space.s3);
    service = await suite.start();
    [lake, catalogue, manifest] = [
      service.app.get(LakeService),
      service.app.get(LakeCatalogue),
      service.app.get(LakeManifest),
    ];
  });
  beforeEach(() => (part += 1));
  afterAll(() => suite.close());

  it('hold exactly what came, column by column, readable by DuckDB with nothing but the files', async () => {
    expect(await take(0, 99)).toHaveLength(100);
    const files = await mine();
    expect(files).toHaveLength(3);
    expect(files.map(({ rows }) => rows).sort()).toEqual([33, 33, 34]);
    const rows = await suite.read(
      files,
      `SELECT * REPLACE (epoch_ms(occurred_at) AS occurred_at, epoch_ms(sent_at) AS sent_at,
      epoch_ms(received_at) AS received_at, epoch_ms(effective_at) AS effective_at) FROM lake ORDER BY _ko`,
    );
    expect(rows).toEqual(Array.from({ length: 100 }, (_, number) => expectedRow(number, part)));
  });

  it('are readable by ClickHouse where they lie, with typed times and numbers', async () => {
    await take(0, 99);
    const files = await mine();
    const urls = files.map(({ key }) => `${suite.s3.endpoint}/${suite.bucket}/${key}`);
    const tables = urls.map(
      (url) => `SELECT * FROM s3('${url}', '${suite.s3.accessKeyId}', '${suite.s3.secretAccessKey}', 'Parquet')`,
    );
    const { url, username, password } = space.clickhouse;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password },
      body: `SELECT toInt32(count()) AS rows, toInt32(uniqExact(source, id)) AS events, toInt64(sum(_ko)) AS offsets, toString(sum(user_no)) AS users,
        toInt32(sum(length(schema_marks))) AS marks, toUnixTimestamp64Milli(min(effective_at)) - ${Date.UTC(2026, 10, 20, 10)} AS first,
        toInt32(countIf(JSONExtractString(data, 'title') = 'Ёлка "и" \\\\ ещё')) AS titles FROM (${tables.join(' UNION ALL ')}) FORMAT JSONEachRow`,
    });
    const text = await answer.text();
    expect(answer.status === 200 ? '' : text).toBe('');
    const users = String(
      Array.from({ length: 50 }, (_, index) => 2 ** 40 + index * 2).reduce((sum, user) => sum + user, 0),
    );
    const { first, ...counts } = JSON.parse(text) as Record<string, unknown>;
    expect({ ...counts, first: Number(first), offsets: Number(counts['offsets']) }).toEqual({
      rows: 100,
      events: 100,
      offsets: 4_950,
      users,
      marks: 100,
      titles: 100,
      first: 4,
    });
  });

  it('are not written again when the same records come again, from the same and from another assignment', async () => {
    const signal = assigned();
    await take(0, 49, signal);
    const before = await mine();
    expect(await take(0, 49, signal)).toHaveLength(50);
    expect(await take(0, 49)).toHaveLength(50);
    expect(await mine()).toEqual(before);
    await take(40, 59);
    const all = await mine();
    expect(
      await suite.read(all, 'SELECT count(*)::INT AS rows, count(DISTINCT (source, id))::INT AS events FROM lake'),
    ).toEqual([{ rows: 60, events: 60 }]);
    expect(await catalogue.gaps()).toEqual([]);
  });

  it('that were announced by a writer that is gone are finished under the same keys, and what follows in a batch of its own', async () => {
    const opened = new Date(Date.now() - 3 * HOUR_MS);
    const place = { topic: 'analytics.events.validated.v1', part };
    const range = { from: 0n, to: 29n, rows: 30, xor: 1n, xformVersion: 'before' };
    await manifest.open(await manifest.claim(place, 0n), range, opened);
    await take(0, 49);
    const files = await mine();
    expect(new Set(files.map(({ from, to }) => `${from}-${to}`))).toEqual(new Set(['0-29', '30-49']));
    const hour = opened.toISOString().slice(11, 13);
    for (const { key } of files.filter(({ to }) => to === 29n)) expect(key).toContain(`/hour=${hour}/`);
    expect(
      await suite.read(files, 'SELECT count(*)::INT AS rows, count(DISTINCT _ko)::INT AS offsets FROM lake'),
    ).toEqual([{ rows: 50, offsets: 50 }]);
  });

  it('that were announced and come back only in part are cut to what came', async () => {
    const place = { topic: 'analytics.events.validated.v1', part };
    const range = { from: 0n, to: 29n, rows: 30, xor: 1n, xformVersion: 'before' };
    await manifest.open(await manifest.claim(place, 0n), range, new Date());
    const signal = assigned();
    await take(0, 9, signal);
    await take(10, 29, signal);
    const files = await mine();
    expect(new Set(files.map(({ from, to }) => `${from}-${to}`))).toEqual(new Set(['0-9', '10-29']));
    expect(await catalogue.gaps()).toEqual([]);
  });

  it('find the file of a writer that died after storing it, and take it for theirs', async () => {
    const place = { topic: 'analytics.events.validated.v1', part };
    await take(0, 9);
    const [first] = await mine();
    await service.app.get(Postgres).query(
      `WITH f AS (DELETE FROM lake_files USING lake_batches b WHERE b.id = batch AND b.part = $1),
            p AS (UPDATE lake_positions SET next_off = 0 WHERE part = $1)
       UPDATE lake_batches SET state = 'pending', committed_at = NULL, copied_at = NULL WHERE part = $1`,
      [part],
    );
    expect(await mine()).toEqual([]);
    expect((await manifest.claim(place, 0n)).pending).toBeDefined();
    await take(0, 9);
    expect((await mine())[0]).toMatchObject({ key: first!.key, sha256: first!.sha256, bytes: first!.bytes });
    expect((await suite.keys('raw_events/')).filter((key) => key === first!.key)).toHaveLength(1);
  });

  it('never replace a file with other rows: theirs is put aside and the partition stands still', async () => {
    const place = { topic: 'analytics.events.validated.v1', part };
    const signal = assigned();
    await take(0, 9, signal);
    const [stored] = await mine();
    const next = records(10, 19, part);
    const claim = await manifest.claim(place, 0n);
    const opened = await manifest.open(claim, { from: 10n, to: 19n, rows: 10, xor: 1n, xformVersion: 'x' }, new Date());
    const key = stored!.key.replace('0-9.parquet', '10-19.parquet').replace(WHEN, whenOf(opened.pending.openedAt));
    await suite.store.put(key, await suite.store.getBytes(stored!.key));
    await expect(lake.take(next, context(assigned(), part))).rejects.toBeInstanceOf(LakeFileConflict);
    expect((await mine()).every(({ to }) => to === 9n)).toBe(true);
    expect(await suite.keys('quarantine/')).toContain(lakeQuarantineKey(key));
    await suite.store.delete(key);
    await lake.take(next, context(assigned(), part));
    expect((await mine()).some(({ to }) => to === 19n)).toBe(true);
  });

  it('stand still when offsets are missing, and say which', async () => {
    const signal = assigned();
    await take(0, 9, signal);
    const gap = expect(take(12, 20, signal)).rejects;
    await gap.toThrow('offsets 10 to 11');
    await expect(take(12, 20)).rejects.toBeInstanceOf(LakeGapFound);
    const holed = records(10, 20, part).filter(({ offset }) => offset !== 15n);
    await expect(lake.take(holed, context(assigned(), part))).rejects.toThrow('offsets 15 to 15');
    await take(10, 20);
    expect((await mine()).reduce((sum, { rows }) => sum + rows, 0)).toBe(21);
  });

  it('of two writers that believe to own the partition are fenced: no offset twice, none missing', async () => {
    const other = await suite.start({ INGESTION_LAKE_FOLDER: `${suite.folder}/other` });
    const rival = other.app.get(LakeService);
    const step = async (writer: LakeService, signal: AbortSignal): Promise<unknown> => {
      for (let from = 0; from < 200; from += 20) {
        const batch = records(from, from + 19, part);
        for (;;) {
          const outcome = await writer.take(batch, context(signal, part)).catch((error: unknown) => error);
          if (!(outcome instanceof Error)) break;
          if (!(outcome instanceof Fenced)) throw outcome;
        }
      }
      return undefined;
    };
    await Promise.all([step(lake, assigned()), step(rival, assigned())]);
    const files = await mine();
    expect(
      await suite.read(files, 'SELECT count(*)::INT AS rows, count(DISTINCT _ko)::INT AS offsets FROM lake'),
    ).toEqual([{ rows: 200, offsets: 200 }]);
    expect(await catalogue.gaps()).toEqual([]);
  });

  it('do not claim a partition that was given to another consumer while they waited for their turn', async () => {
    const place = { topic: 'analytics.events.validated.v1', part };
    const owner = await manifest.claim(place, 0n);
    await expect(take(0, 9, AbortSignal.abort())).rejects.toBeInstanceOf(Unavailable);
    expect((await manifest.claim(place, 0n)).epoch).toBe(owner.epoch + 1n);
  });

  it('leave out what is no validated event, with a reason, and keep its neighbours', async () => {
    const batch = records(0, 9, part);
    batch[4] = received(4, { ...validatedEvent(4), effective_at: null }, part);
    const outcomes = await lake.take(batch, context(assigned(), part));
    expect(outcomes[4]).toMatchObject({
      status: 'rejected',
      deadLetter: { stage: 'lake', reason: 'LAKE_REJECTED', pointer: '/effective_at' },
    });
    expect(outcomes.filter(({ status }) => status === 'kept')).toHaveLength(9);
    expect((await mine()).reduce((sum, { rows }) => sum + rows, 0)).toBe(9);
    await take(10, 12);
    expect(await catalogue.gaps()).toEqual([]);
  });

  it('have a copy of their line of the manifest beside them, from which the manifest could be made again', async () => {
    await take(0, 9);
    const files = await mine();
    const copy = JSON.parse(
      (await suite.store.getBytes(`raw_events_manifest/analytics.events.validated.v1/${part}/0-9.json`)).toString(),
    ) as {
      files: { key: string; sha256: string }[];
    };
    expect(copy).toMatchObject({ topic: 'analytics.events.validated.v1', part, from: '0', to: '9', rows: 10 });
    expect(copy.files.map(({ key, sha256 }) => ({ key, sha256 }))).toEqual(
      files.map(({ key, sha256 }) => ({ key, sha256 })),
    );
  });

  it('are tidied up after: files nobody names go when they are old, those of a batch that still waits stay', async () => {
    const janitor = service.app.get(LakeJanitor);
    const place = { topic: 'analytics.events.validated.v1', part };
    await take(0, 9);
    const named = (await mine()).map(({ key }) => key);
    const opened = await manifest.open(
      await manifest.claim(place, 0n),
      { from: 10n, to: 19n, rows: 1, xor: 1n, xformVersion: 'x' },
      new Date(),
    );
    const waiting = named[0]!.replace('0-9.parquet', '10-19.parquet').replace(WHEN, whenOf(opened.pending.openedAt));
    const orphan = named[0]!.replace('0-9.parquet', '0-19.parquet');
    for (const key of [waiting, orphan]) await suite.store.put(key, Buffer.from('x'));
    expect(await janitor.tidy(new Date())).toMatchObject({ orphans: 0, gaps: 0 });
    expect(await janitor.tidy(new Date(Date.now() + 25 * HOUR_MS))).toMatchObject({ orphans: 1, gaps: 0 });
    const keys = await suite.keys('raw_events/');
    expect(keys).toEqual(expect.arrayContaining([...named, waiting]));
    expect(keys).not.toContain(orphan);
  });
});

/** The hour of a batch in the keys of its files: two batches may stand on both sides of midnight. */
const WHEN = /year=\d+\/month=\d+\/day=\d+\/hour=\d+/;
function whenOf(openedAt: Date): string {
  const [year, month, day, hour] = openedAt.toISOString().split(/[-T:]/);
  return `year=${year}/month=${month}/day=${day}/hour=${hour}`;
}

function expectedRow(number: number, part: number): Record<string, unknown> {
  const { type, data, ...event } = validatedEvent(number);
  const ms = (instant: string | null) => (instant === null ? null : String(Date.parse(instant)));
  return {
    event_type: type,
    ...event,
    occurred_at: ms(event.occurred_at),
    sent_at: ms(event.sent_at),
    received_at: ms(event.received_at),
    effective_at: ms(event.effective_at),
    user_no: event.user_no === null ? null : String(event.user_no),
    device_no: event.device_no === null ? null : String(event.device_no),
    data: JSON.stringify(data),
    _kt: 'analytics.events.validated.v1',
    _kp: part,
    _ko: String(number),
    _hash: String(rowHash(BigInt(number), received(number, validatedEvent(number)).value!)),
  };
}
