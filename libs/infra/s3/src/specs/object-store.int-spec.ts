import { randomBytes } from 'node:crypto';
import { eventually, SeededRandom, suiteNamespace } from '@analytics/testing';
import { KeyRefused, ObjectMissing, ObjectTooLarge, S3Fault } from '../errors/s3-errors';
import { sha256, SuiteBucket } from '../fixtures/bucket.fixture';
import { ObjectStore } from '../objects/object-store';

describe('the store of objects', () => {
  let bucket: SuiteBucket;
  let store: ObjectStore;

  beforeAll(async () => {
    const space = await suiteNamespace('infra-s3', { databases: [] });
    bucket = await SuiteBucket.open(space.s3, space.bucket());
    store = bucket.store;
  });
  afterAll(() => bucket.close());

  it('makes its bucket once, however often it is asked', async () => {
    await Promise.all([store.ensureBucket(), bucket.another().store.ensureBucket()]);
    await expect(store.check()).resolves.toBeUndefined();
  });

  it('gives back the bytes it was given, and knows them by their checksum', async () => {
    const body = randomBytes(100_000);
    const stored = await store.put('put/whole', body, { contentType: 'application/octet-stream' });
    expect(stored).toMatchObject({ bytes: 100_000, sha256: sha256(body) });
    expect(await store.head('put/whole')).toMatchObject({
      key: 'put/whole',
      bytes: 100_000,
      etag: stored.etag,
      sha256: stored.sha256,
      contentType: 'application/octet-stream',
    });
    expect((await store.getBytes('put/whole')).equals(body)).toBe(true);
  });

  it('reads a range', async () => {
    await store.put('put/range', Buffer.from('0123456789'));
    const read = async (from: number, until?: number) => {
      const { body } = await store.get('put/range', { from, until });
      return Buffer.concat(await body.toArray()).toString();
    };
    expect(await read(2, 5)).toBe('234');
    expect(await read(7)).toBe('789');
  });

  it('says that an object is missing, and nothing else, when it is missing', async () => {
    expect(await store.head('nothing/here')).toBeUndefined();
    await expect(store.get('nothing/here')).rejects.toBeInstanceOf(ObjectMissing);
    await expect(store.getBytes('nothing/here')).rejects.toMatchObject({ kind: 'not_found' });
    const elsewhere = new ObjectStore(bucket.connection, `${store.bucket}-none`);
    await expect(elsewhere.get('key')).rejects.toBeInstanceOf(S3Fault);
    await expect(elsewhere.check()).rejects.toBeInstanceOf(S3Fault);
  });

  it('does not read into memory what is larger than allowed', async () => {
    await store.put('put/large', Buffer.alloc(10_001));
    await expect(store.getBytes('put/large', 10_000)).rejects.toBeInstanceOf(ObjectTooLarge);
    expect(await store.getBytes('put/large', 10_001)).toHaveLength(10_001);
  });

  it('refuses a key that means another place', async () => {
    await expect(async () => store.put('a/../../b', Buffer.from(''))).rejects.toBeInstanceOf(KeyRefused);
    await expect(async () => store.getBytes('/etc/passwd')).rejects.toBeInstanceOf(KeyRefused);
  });

  it('lists in the order of bytes, over pages, by prefix and after a key', async () => {
    const names = ['b', 'B', 'a-1', 'a/1', 'a0', 'Ω', 'é', 'z', '𝄞', 'part=10', 'part=9', 'a.b'];
    const keys = names.map((name) => `list/${name}/x`);
    const paged = bucket.another({ listPageKeys: 5 });
    await Promise.all(new SeededRandom(3).shuffled(keys).map((key) => store.put(key, Buffer.from(key))));
    const inOrder = [...keys].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
    expect(await paged.keys('list/')).toEqual(inOrder);
    expect(await paged.keys('list/a')).toEqual(inOrder.filter((key) => key.startsWith('list/a')));
    const rest: string[] = [];
    for await (const { key, bytes } of paged.store.list({ prefix: 'list/', after: inOrder[6] })) {
      expect(bytes).toBe(Buffer.byteLength(key));
      rest.push(key);
    }
    expect(rest).toEqual(inOrder.slice(7));
    paged.connection.close();
  });

  it('deletes many at once, those that are not there included', async () => {
    const keys = Array.from({ length: 1_100 }, (_, index) => `delete/${index}`);
    await Promise.all([0, 1, 1_099].map((index) => store.put(keys[index]!, Buffer.from('x'))));
    await store.delete(...keys);
    expect(await bucket.keys('delete/')).toEqual([]);
    await store.delete();
  });

  it('is told apart from a server that refuses our credentials', async () => {
    const stranger = bucket.another({ secretAccessKey: 'wrong' });
    await expect(stranger.store.put('put/x', Buffer.from('x'))).rejects.toMatchObject({
      kind: 'internal',
      errorName: 'SignatureDoesNotMatch',
    });
    stranger.connection.close();
  });

  describe('addresses for others', () => {
    it('are good for reading and for writing, without credentials', async () => {
      const target = await store.presignPut('presign/file', { contentType: 'text/csv' });
      const written = await fetch(target, { method: 'PUT', body: 'a;b', headers: { 'content-type': 'text/csv' } });
      expect(written.status).toBe(200);
      const read = await fetch(await store.presignGet('presign/file', { downloadName: 'Отчёт "1"\r\n.csv' }));
      expect(await read.text()).toBe('a;b');
      expect(read.headers.get('content-type')).toBe('text/csv');
      expect(read.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[A-Za-z0-9%._-]+$/);
    });

    it('are good for that key, method and type only', async () => {
      await store.put('presign/one', Buffer.from('1'));
      await store.put('presign/two', Buffer.from('2'));
      const address = await store.presignGet('presign/one');
      expect((await fetch(address.replace('presign/one', 'presign/two'))).status).toBe(403);
      expect((await fetch(address, { method: 'PUT', body: 'x' })).status).toBe(403);
      const target = await store.presignPut('presign/one', { contentType: 'text/csv' });
      const html = { method: 'PUT', body: 'x', headers: { 'content-type': 'text/html' } };
      expect((await fetch(target, html)).status).toBe(403);
      expect((await store.getBytes('presign/one')).toString()).toBe('1');
    });

    it('end after the seconds they were given, five minutes at most', async () => {
      await store.put('presign/short', Buffer.from('1'));
      const address = await store.presignGet('presign/short', { seconds: 1 });
      expect(new URL(address).searchParams.get('X-Amz-Expires')).toBe('1');
      await eventually(async () => expect((await fetch(address)).status).toBe(403));
      expect(new URL(await store.presignGet('presign/short')).searchParams.get('X-Amz-Expires')).toBe('300');
      await expect(async () => store.presignGet('presign/short', { seconds: 301 })).rejects.toBeInstanceOf(RangeError);
    });
  });
});
