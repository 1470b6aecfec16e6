import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import type { Postgres } from '../connection/postgres';
import { OwnerDatabase } from '../fixtures/owner-database.fixture';
import { Fenced } from '../ledger/progress-ledger';
import { MIGRATIONS_FOLDER } from '../migrations/migration-folder';
import { LakeCatalogue } from './lake-catalogue';
import { LakeManifest } from './lake-manifest';
import type {
  CommittedLakeBatch,
  LakeBatchFilter,
  LakeClaim,
  LakeFile,
  LakeFilter,
  NewLakeFile,
} from './lake-manifest.records';
import { LakeRestore } from './lake-restore';

const XOR = 2n ** 64n - 1n;
const OPENED = new Date('2026-11-20T10:59:59.999Z');
const LATER = new Date('2026-11-20T11:00:00.001Z');
const range = (from: bigint, to: bigint) => ({ from, to, rows: Number(to - from) + 1, xor: XOR, xformVersion: 'v1' });
const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 20, hour));

const file = (key: string, more: Partial<NewLakeFile> = {}): NewLakeFile => ({
  eventType: 'a.b.c',
  hour: at(10),
  key,
  rows: 3,
  xor: 7n,
  sha256: 'ab'.repeat(32),
  bytes: 1_000,
  firstAt: at(8),
  lastAt: at(9),
  ...more,
});

describe('the manifest of the lake on a real PostgreSQL', () => {
  let namespace: SuiteNamespace;
  let database: OwnerDatabase;
  let postgres: Postgres;
  let manifest: LakeManifest;
  let catalogue: LakeCatalogue;
  let topics = 0;
  const partition = () => ({ topic: `topic-${(topics += 1)}`, part: 0 });

  beforeAll(async () => {
    namespace = await suiteNamespace('infra-postgres-lake', { databases: ['postgres'] });
    database = await OwnerDatabase.open(namespace.postgres.url);
    const files = ['0003_lake.sql', '0006_lake_retention.sql'];
    const sql = files.map((file) => readFileSync(path.join(MIGRATIONS_FOLDER, 'ingestion', file), 'utf8'));
    postgres = await database.postgres(await database.migrated('lake', sql.join('\n')));
    manifest = new LakeManifest(postgres);
    catalogue = new LakeCatalogue(postgres);
  });
  afterAll(async () => {
    await database.close();
    await namespace.dispose();
  });

  async function listed(filter?: LakeFilter): Promise<LakeFile[]> {
    const files: LakeFile[] = [];
    for await (const found of catalogue.committed(filter)) files.push(found);
    return files;
  }

  /** One whole batch up to that offset. */
  async function written(claim: LakeClaim, to: bigint, files: readonly NewLakeFile[] = []): Promise<LakeClaim> {
    return manifest.commit(await manifest.open(claim, range(claim.nextOffset, to), OPENED), files);
  }

  it('lists a file from its commit on, and never before', async () => {
    const place = partition();
    const opened = await manifest.open(await manifest.claim(place, 5n), range(5n, 9n), OPENED);
    expect(opened.pending).toMatchObject({ ...range(5n, 9n), openedAt: OPENED });
    const key = `${place.topic}/file`;
    expect((await listed()).filter(({ topic }) => topic === place.topic)).toEqual([]);
    expect(await catalogue.unnamed([key])).toEqual([key]);
    const done = await manifest.commit(opened, [file(key)]);
    expect(done).toMatchObject({ nextOffset: 10n, pending: undefined });
    const found = (await listed()).filter(({ topic }) => topic === place.topic);
    expect(found).toEqual([{ ...file(key), ...place, batch: opened.pending.id, from: 5n, to: 9n }]);
    expect(await catalogue.unnamed([key, 'other'])).toEqual(['other']);
  });

  it('commits files, batch and position together or not at all', async () => {
    const place = partition();
    const opened = await manifest.open(await manifest.claim(place, 0n), range(0n, 9n), OPENED);
    const twice = [file(`${place.topic}/same`), file(`${place.topic}/same`, { eventType: 'a.b.d' })];
    await expect(manifest.commit(opened, twice)).rejects.toMatchObject({ kind: 'conflict' });
    expect(await manifest.claim(place, 0n)).toMatchObject({ nextOffset: 0n, pending: range(0n, 9n) });
    expect((await listed()).filter(({ topic }) => topic === place.topic)).toEqual([]);
  });

  it('gives what was announced to the next owner: the same range keeps its instant, also another one instead of it', async () => {
    const place = partition();
    await manifest.open(await manifest.claim(place, 0n), range(0n, 9n), OPENED);
    const next = await manifest.claim(place, 77n);
    expect(next).toMatchObject({ epoch: 2n, nextOffset: 0n, pending: { ...range(0n, 9n), openedAt: OPENED } });
    const again = await manifest.open(next, range(0n, 9n), LATER);
    expect(again.pending).toMatchObject({ id: next.pending!.id, openedAt: OPENED });
    const shorter = await manifest.open(again, range(0n, 4n), LATER);
    expect(shorter.pending).toMatchObject({ ...range(0n, 4n), id: next.pending!.id, openedAt: OPENED });
    await expect(manifest.commit(again, [])).rejects.toBeInstanceOf(Fenced);
    expect(await manifest.commit(shorter, [])).toMatchObject({ nextOffset: 5n });
  });

  it('shuts out whoever claimed before, at the announcement and at the commit', async () => {
    const place = partition();
    const zombie = await manifest.claim(place, 0n);
    const announced = await manifest.open(zombie, range(0n, 3n), OPENED);
    const owner = await manifest.claim(place, 0n);
    await expect(manifest.commit(announced, [])).rejects.toBeInstanceOf(Fenced);
    await expect(manifest.open(zombie, range(0n, 3n), OPENED)).rejects.toBeInstanceOf(Fenced);
    const done = await written(owner, 3n);
    await expect(manifest.commit(announced, [])).rejects.toBeInstanceOf(Fenced);
    await expect(manifest.open(done, range(5n, 6n), OPENED)).rejects.toBeInstanceOf(Fenced);
  });

  it('holds no offset twice, whoever writes to the table', async () => {
    const place = partition();
    await written(await manifest.claim(place, 0n), 9n);
    const insert = postgres.query(
      `INSERT INTO lake_batches (topic, part, offs, state, rows, xor, opened_at, xform_ver, epoch)
       VALUES ($1, 0, '[9,12)', 'pending', 1, 1, now(), 'x', 1)`,
      [place.topic],
    );
    await expect(insert).rejects.toMatchObject({
      kind: 'conflict',
      facts: { constraint: 'lake_batches_no_offset_twice' },
    });
  });

  it('never lets writers that race over one partition hold an offset twice or skip one', async () => {
    const place = partition();
    const worker = async () => {
      for (let left = 12; left > 0; left -= 1) {
        try {
          let claim = await manifest.claim(place, 0n);
          for (let step = 0; step < 3; step += 1) claim = await written(claim, claim.nextOffset + BigInt(left));
        } catch (error) {
          if (!(error instanceof Fenced)) throw error;
        }
      }
    };
    await Promise.all([worker(), worker(), worker()]);
    const { nextOffset } = await manifest.claim(place, 0n);
    const [sum] = await postgres.query<{ n: string }>(
      `SELECT sum(upper(offs) - lower(offs)) AS n FROM lake_batches WHERE topic = $1 AND state = 'committed'`,
      [place.topic],
    );
    expect(BigInt(sum!.n)).toBe(nextOffset);
    expect(await catalogue.gaps()).toEqual([]);
  });

  it('names a gap between batches, and one before the position', async () => {
    const place = partition();
    let claim = await manifest.claim(place, 0n);
    for (const to of [9n, 19n, 29n]) claim = await written(claim, to);
    expect(await catalogue.gaps()).toEqual([]);
    await postgres.query(`DELETE FROM lake_batches WHERE topic = $1 AND lower(offs) = 10`, [place.topic]);
    await postgres.query('UPDATE lake_positions SET next_off = 35 WHERE topic = $1', [place.topic]);
    expect(await catalogue.gaps()).toEqual([
      { ...place, from: 10n, to: 19n },
      { ...place, from: 30n, to: 34n },
    ]);
    await postgres.query('DELETE FROM lake_batches WHERE topic = $1', [place.topic]);
  });

  it('finds files by type and by the time of their events, over more than one page', async () => {
    const place = partition();
    const types = Array.from({ length: 1_100 }, (_, index) => `t.${String(index).padStart(4, '0')}`);
    const files = types.map((eventType) => file(`${place.topic}/${eventType}`, { eventType }));
    await written(await manifest.claim(place, 0n), 9n, files);
    const mine = async (filter: LakeFilter) =>
      (await listed(filter)).filter(({ topic }) => topic === place.topic).length;
    expect(await mine({})).toBe(1_100);
    expect(await mine({ eventTypes: ['t.0007', 't.1001', 'x'] })).toBe(2);
    const eventTypes = ['t.0007'];
    expect(await mine({ eventTypes, from: at(9), until: at(10) })).toBe(1);
    expect(await mine({ eventTypes, from: at(10) })).toBe(0);
    expect(await mine({ eventTypes, until: at(8) })).toBe(0);
  });

  it('remembers which batches were copied', async () => {
    const place = partition();
    await written(await manifest.claim(place, 0n), 9n, [file(`${place.topic}/copied`)]);
    const due = (await catalogue.uncopied(1_000)).filter(({ topic }) => topic === place.topic);
    expect(due).toMatchObject([{ ...range(0n, 9n), openedAt: OPENED, files: [file(`${place.topic}/copied`)] }]);
    await catalogue.copied(due[0]!.id);
    expect((await catalogue.uncopied(1_000)).filter(({ topic }) => topic === place.topic)).toEqual([]);
  });

  const batchesOf = async (topic: string, filter: LakeBatchFilter = {}): Promise<CommittedLakeBatch[]> => {
    const found: CommittedLakeBatch[] = [];
    for await (const batch of catalogue.batches(filter)) if (batch.topic === topic) found.push(batch);
    return found;
  };

  it('lists batches in the order of their offsets, over more than one page and from any of them on', async () => {
    const place = partition();
    let claim = await manifest.claim(place, 0n);
    for (let number = 0; number < 230; number += 1) {
      claim = await written(claim, claim.nextOffset, number % 50 === 0 ? [file(`${place.topic}/${number}`)] : []);
    }
    const all = await batchesOf(place.topic);
    expect(all.map(({ from }) => Number(from))).toEqual(Array.from({ length: 230 }, (_, number) => number));
    expect(all.flatMap(({ from, files }) => files.map(() => Number(from)))).toEqual([0, 50, 100, 150, 200]);
    expect(await batchesOf(place.topic, { after: [place.topic, 0, 225n] })).toHaveLength(4);
    expect(await batchesOf(place.topic, { openedFrom: LATER })).toEqual([]);
    expect(await batchesOf(place.topic, { openedUntil: LATER })).toHaveLength(230);
    expect((await catalogue.positions()).find(({ topic }) => topic === place.topic)?.nextOffset).toBe(230n);
  });

  it('shows a file that was taken out to nobody, and leaves its offsets taken', async () => {
    const place = partition();
    const keys = ['a', 'b'].map((name) => `${place.topic}/${name}`);
    const files = keys.map((key, index) => file(key, { eventType: `a.b.${index}` }));
    await written(await manifest.claim(place, 0n), 9n, files);
    const before = new Date(Date.now() - 60_000);
    await catalogue.remove([keys[0]!]);
    expect((await listed()).filter(({ topic }) => topic === place.topic).map(({ key }) => key)).toEqual([keys[1]]);
    expect((await batchesOf(place.topic))[0]!.files.map(({ key }) => key)).toEqual([keys[1]]);
    expect(await catalogue.unnamed(keys)).toEqual([keys[0]]);
    expect(await catalogue.removed(before)).toContain(keys[0]);
    expect((await catalogue.gaps()).filter(({ topic }) => topic === place.topic)).toEqual([]);
  });

  it('is written anew batch by batch, the same one once, and never over another one', async () => {
    const place = partition();
    await written(await manifest.claim(place, 0n), 9n, [file(`${place.topic}/kept`)]);
    const [batch] = await batchesOf(place.topic);
    const restore = new LakeRestore(postgres);
    expect(await restore.restore(batch!)).toBe(false);
    const later = { ...batch!, from: 10n, to: 19n, files: [file(`${place.topic}/restored`)] };
    const zombie = await manifest.claim(place, 0n);
    expect(await restore.restore(later)).toBe(true);
    await expect(manifest.open(zombie, range(10n, 11n), OPENED)).rejects.toBeInstanceOf(Fenced);
    expect((await batchesOf(place.topic)).map(({ from, to, files }) => [from, to, files[0]!.key])).toEqual([
      [0n, 9n, `${place.topic}/kept`],
      [10n, 19n, `${place.topic}/restored`],
    ]);
    await expect(restore.restore({ ...later, from: 15n, to: 25n, files: [] })).rejects.toMatchObject({
      kind: 'conflict',
    });
    expect(await manifest.claim(place, 0n)).toMatchObject({ nextOffset: 20n });
  });
});
