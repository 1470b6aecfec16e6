import { Unavailable } from '@analytics/domain';
import { SeededRandom, suiteNamespace } from '@analytics/testing';
import { createHash } from 'node:crypto';
import { SuiteBucket } from '../fixtures/bucket.fixture';

const MIB = 1024 * 1024;

/** Bytes that are the same in every run, in chunks that fit no part. */
function* noise(bytes: number, seed = 1): Generator<Buffer> {
  const block = new SeededRandom(seed).bytes(777_777);
  for (let left = bytes, turn = 0; left > 0; left -= block.length, turn += 1) {
    const chunk = Buffer.from(block.subarray(0, Math.min(left, block.length)));
    chunk[0] = turn & 0xff;
    yield chunk;
  }
}

const digestOf = async (chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

describe('streams', () => {
  let bucket: SuiteBucket;
  beforeAll(async () => {
    const space = await suiteNamespace('infra-s3-streams', { databases: [] });
    bucket = await SuiteBucket.open(space.s3, space.bucket());
  });
  afterAll(() => bucket.close());

  it('are stored in parts and read back whole', async () => {
    const stored = await bucket.store.putStream('stream/30', noise(30 * MIB), { contentType: 'application/x-noise' });
    expect(stored).toMatchObject({ bytes: 30 * MIB, sha256: await digestOf(noise(30 * MIB)) });
    expect(await bucket.store.head('stream/30')).toMatchObject({
      bytes: 30 * MIB,
      etag: stored.etag,
      contentType: 'application/x-noise',
    });
    const { body } = await bucket.store.get('stream/30');
    expect(await digestOf(body as AsyncIterable<Buffer>)).toBe(stored.sha256);
  });

  it.each([0, 1, 8 * MIB, 8 * MIB + 1])('of %d bytes come out as they went in', async (bytes) => {
    const stored = await bucket.store.putStream(`stream/size-${bytes}`, noise(bytes));
    expect(stored.bytes).toBe(bytes);
    const { body } = await bucket.store.get(`stream/size-${bytes}`);
    expect(await digestOf(body as AsyncIterable<Buffer>)).toBe(stored.sha256);
  });

  it('leave nothing behind when their source fails, and fail with its own error', async () => {
    const failing = async function* () {
      yield* noise(12 * MIB);
      throw new RangeError('the source broke');
    };
    await expect(bucket.store.putStream('stream/broken', failing())).rejects.toThrow(
      new RangeError('the source broke'),
    );
    expect(await bucket.store.head('stream/broken')).toBeUndefined();
    expect(await bucket.store.abortUploads(new Date(Date.now() + 60_000))).toBe(0);
  });

  it('may be left before their end without holding the connection', async () => {
    const narrow = bucket.another({ maxConnections: 1, tryTimeoutMs: 20_000 });
    await bucket.store.putStream('stream/left', noise(9 * MIB));
    for (let turn = 0; turn < 3; turn += 1) {
      const { body } = await narrow.store.get('stream/left');
      for await (const chunk of body) {
        expect(chunk).toBeDefined();
        break;
      }
    }
    narrow.connection.close();
  });

  it('wait for a slow reader', async () => {
    const impatient = bucket.another({ tryTimeoutMs: 2_000 });
    await bucket.store.putStream('stream/slow', noise(9 * MIB));
    const { body } = await impatient.store.get('stream/slow');
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 5_000));
      bytes += chunk.length;
    }
    expect(bytes).toBe(9 * MIB);
    impatient.connection.close();
  });

  it('of a server that cannot be reached fail as unavailable', async () => {
    const nowhere = bucket.another({ endpoint: 'http://127.0.0.1:9', attempts: 1 });
    await expect(nowhere.store.putStream('x', noise(20 * MIB))).rejects.toBeInstanceOf(Unavailable);
    await expect(nowhere.store.putStream('x', noise(1))).rejects.toBeInstanceOf(Unavailable);
    nowhere.connection.close();
  });
});
