import { Unavailable } from '@analytics/domain';
import { eventually, type PrivateStore, SeededRandom, startPrivateStore } from '@analytics/testing';
import { sha256, SuiteBucket } from '../fixtures/bucket.fixture';

const KIB = 1024;

interface Written {
  readonly key: string;
  readonly sha256: string;
  readonly acknowledged: boolean;
}

describe('when the server is killed', () => {
  let server: PrivateStore<'s3'>;
  let bucket: SuiteBucket;

  beforeAll(async () => {
    server = await startPrivateStore('s3');
    bucket = await SuiteBucket.open(server.connection, 'killed', { attempts: 1, tryTimeoutMs: 20_000 });
  });
  afterAll(async () => {
    bucket?.connection.close();
    await server?.stop();
  });

  /** Puts objects of all sizes until told to stop; says of each whether it was acknowledged. */
  async function writeUntil(stopped: () => boolean, random: SeededRandom, prefix: string): Promise<Written[]> {
    const written: Written[] = [];
    for (let turn = 0; !stopped(); turn += 1) {
      const key = `${prefix}/${turn}`;
      const body = Buffer.alloc(random.pick([1, 100, 64 * KIB, 3 * KIB * KIB]), random.bytes(997));
      try {
        const put = turn % 2 === 0 ? bucket.store.put(key, body) : bucket.store.putOnce(key, body);
        await put;
        written.push({ key, sha256: sha256(body), acknowledged: true });
      } catch (error) {
        expect(error).toBeInstanceOf(Unavailable);
        written.push({ key, sha256: sha256(body), acknowledged: false });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    return written;
  }

  async function expectWholeOrAbsent({ key, sha256: expected, acknowledged }: Written): Promise<void> {
    const there = await bucket.store.head(key);
    if (there === undefined) return expect({ key, acknowledged }).toEqual({ key, acknowledged: false });
    expect({ key, sha256: sha256(await bucket.store.getBytes(key)) }).toEqual({ key, sha256: expected });
  }

  it('keeps what it acknowledged, and the rest is there whole or not at all', async () => {
    for (let round = 0; round < 3; round += 1) {
      let stopped = false;
      const writers = Array.from({ length: 4 }, (_, writer) =>
        writeUntil(() => stopped, new SeededRandom(round * 10 + writer), `round-${round}/${writer}`),
      );
      await eventually(async () => expect((await bucket.keys(`round-${round}/`)).length).toBeGreaterThan(20));
      await server.kill9();
      await server.restart();
      const before = (await bucket.keys(`round-${round}/`)).length;
      // It came back by itself: the same writers go on, with the same connection.
      await eventually(async () => expect((await bucket.keys(`round-${round}/`)).length).toBeGreaterThan(before + 8));
      stopped = true;
      const written = (await Promise.all(writers)).flat();
      expect(written.filter(({ acknowledged }) => acknowledged).length).toBeGreaterThan(20);
      for (const each of written) await expectWholeOrAbsent(each);
    }
  });

  it('shows nothing of a stream that was cut, and lets it be written again', async () => {
    const part = Buffer.alloc(6 * KIB * KIB, 'part');
    const interrupted = async function* () {
      yield part;
      yield part;
      await server.kill9();
      yield part;
    };
    await expect(bucket.store.putStream('stream', interrupted())).rejects.toBeInstanceOf(Unavailable);
    await server.restart();
    expect(await bucket.store.head('stream')).toBeUndefined();
    await bucket.store.abortUploads(new Date(Date.now() + 60_000));
    const { sha256: expected } = await bucket.store.putStream('stream', [part, part, part], { once: true });
    expect(sha256(await bucket.store.getBytes('stream'))).toBe(expected);
  });

  it('says so to the readiness check and to every caller, and is back without being asked', async () => {
    await server.kill9();
    await expect(bucket.store.check()).rejects.toBeInstanceOf(Unavailable);
    await expect(bucket.store.head('stream')).rejects.toBeInstanceOf(Unavailable);
    await expect(bucket.store.delete('stream')).rejects.toBeInstanceOf(Unavailable);
    await expect(bucket.keys()).rejects.toBeInstanceOf(Unavailable);
    await server.restart();
    await eventually(() => bucket.store.check());
  });

  it('takes no more of a stream than the parts in flight while it is silent', async () => {
    const waiting = bucket.another({ attempts: 1, tryTimeoutMs: 1_000, partsInFlight: 2, partBytes: 5 * KIB * KIB });
    const chunk = Buffer.alloc(KIB * KIB);
    let taken = 0;
    const endless = async function* () {
      for (; taken < 1_000; taken += 1) yield chunk;
    };
    server.freeze();
    try {
      await expect(waiting.store.putStream('endless', endless())).rejects.toBeInstanceOf(Unavailable);
    } finally {
      server.thaw();
    }
    // Two parts on the way, one being filled, and what a Node stream reads ahead.
    expect(taken).toBeLessThanOrEqual(3 * 5 + 2);
    waiting.connection.close();
  });

  it('does not wait for ever for one that is silent', async () => {
    const waiting = bucket.another({ attempts: 2, tryTimeoutMs: 2_000, readyTimeoutMs: 2_000 });
    const { body } = await waiting.store.get('stream');
    server.freeze();
    try {
      const began = performance.now();
      await expect(waiting.store.check()).rejects.toBeInstanceOf(Unavailable);
      await expect(waiting.store.put('silent', Buffer.from('x'))).rejects.toBeInstanceOf(Unavailable);
      await expect(body.toArray()).rejects.toBeInstanceOf(Unavailable);
      expect(performance.now() - began).toBeLessThan(60_000);
    } finally {
      server.thaw();
    }
    await eventually(() => waiting.store.check());
    waiting.connection.close();
  });
});
