import { randomBytes } from 'node:crypto';
import { suiteNamespace } from '@analytics/testing';
import { ManifestInvalid, ObjectConflict, ObjectMissing } from '../errors/s3-errors';
import { sha256, SuiteBucket } from '../fixtures/bucket.fixture';
import { manifestOf } from '../manifest/manifest';
import { readManifest, verifyManifest, writeManifest } from '../manifest/manifests';

describe('writing a key once', () => {
  let bucket: SuiteBucket;
  beforeAll(async () => {
    const space = await suiteNamespace('infra-s3-once', { databases: [] });
    bucket = await SuiteBucket.open(space.s3, space.bucket());
  });
  afterAll(() => bucket.close());

  it('stores the first, and tells a repeat from another content', async () => {
    const [body, other] = [randomBytes(1_000), randomBytes(1_000)];
    expect(await bucket.store.putOnce('once/key', body)).toMatchObject({ status: 'stored', sha256: sha256(body) });
    expect(await bucket.store.putOnce('once/key', body)).toMatchObject({
      status: 'already_there',
      same: true,
      object: { bytes: 1_000, sha256: sha256(body) },
    });
    expect(await bucket.store.putOnce('once/key', other)).toMatchObject({ status: 'already_there', same: false });
    expect((await bucket.store.getBytes('once/key')).equals(body)).toBe(true);
  });

  it.each([100, 6 * 1024 * 1024])('has one winner in every race of four writers with %d bytes', async (bytes) => {
    const writers = [bucket, bucket.another(), bucket.another(), bucket.another()];
    for (let round = 0; round < 5; round += 1) {
      const key = `once/race/${bytes}/${round}`;
      const bodies = writers.map(() => randomBytes(bytes));
      const outcomes = await Promise.all(writers.map(({ store }, index) => store.putOnce(key, bodies[index]!)));
      const winners = outcomes.filter(({ status }) => status === 'stored');
      expect(winners).toHaveLength(1);
      const there = sha256(await bucket.store.getBytes(key));
      expect(winners[0]).toMatchObject({ sha256: there });
      const losers = outcomes.filter(({ status }) => status === 'already_there');
      expect(losers).toHaveLength(3);
      for (const loser of losers) expect(loser).toMatchObject({ same: false, object: { sha256: there } });
    }
    writers.slice(1).forEach(({ connection }) => connection.close());
  });

  it('holds for streams in parts and for short ones too', async () => {
    const long = Array.from({ length: 3 }, () => randomBytes(5 * 1024 * 1024));
    await bucket.store.putStream('once/long', long, { once: true });
    await expect(bucket.store.putStream('once/long', long, { once: true })).rejects.toBeInstanceOf(ObjectConflict);
    await bucket.store.putStream('once/short', [Buffer.from('first')], { once: true });
    const second = bucket.store.putStream('once/short', [Buffer.from('second')], { once: true });
    await expect(second).rejects.toBeInstanceOf(ObjectConflict);
    expect((await bucket.store.getBytes('once/short')).toString()).toBe('first');
    expect(await bucket.store.abortUploads(new Date(Date.now() + 60_000))).toBe(0);
  });

  describe('a manifest', () => {
    const made = new Date('2026-01-02T03:04:05Z');
    const file = async (key: string, text: string) => {
      const { bytes, sha256: digest } = await bucket.store.put(key, Buffer.from(text));
      return { key, rows: text.length, bytes, sha256: digest };
    };

    it('is committed once, and a repeat in another order is the same', async () => {
      const files = [await file('files/b', 'bb'), await file('files/a', 'a')];
      const first = await writeManifest(bucket.store, 'manifests/1.json', manifestOf(files, made));
      expect(first.status).toBe('stored');
      const again = await writeManifest(bucket.store, 'manifests/1.json', manifestOf(files.reverse(), made));
      expect(again).toMatchObject({ status: 'already_there', same: true });
      const manifest = await readManifest(bucket.store, 'manifests/1.json');
      expect(manifest).toMatchObject({
        schema_version: 1,
        rows: 3,
        bytes: 3,
        entries: [{ key: 'files/a' }, { key: 'files/b' }],
      });
      expect(await verifyManifest(bucket.store, manifest)).toEqual([]);
    });

    it('tells which files are missing, cut or changed', async () => {
      const files = [await file('bad/cut', 'abc'), await file('bad/changed', 'abc'), await file('bad/gone', 'abc')];
      const manifest = manifestOf([...files, await file('bad/good', 'abc')], made);
      await bucket.store.put('bad/cut', Buffer.from('ab'));
      await bucket.store.put('bad/changed', Buffer.from('abd'));
      await bucket.store.delete('bad/gone');
      expect(await verifyManifest(bucket.store, manifest)).toEqual([
        { key: 'bad/changed', problem: 'sha256' },
        { key: 'bad/cut', problem: 'bytes' },
        { key: 'bad/gone', problem: 'missing' },
      ]);
    });

    it('is missing before it was committed, and refused when it is none', async () => {
      await expect(readManifest(bucket.store, 'manifests/none.json')).rejects.toBeInstanceOf(ObjectMissing);
      await bucket.store.put('manifests/odd.json', Buffer.from('{"schema_version":2}'));
      await expect(readManifest(bucket.store, 'manifests/odd.json')).rejects.toBeInstanceOf(ManifestInvalid);
    });
  });
});
