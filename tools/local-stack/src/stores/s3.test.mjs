import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { temporaryFolder } from '../journeys/command-line.mjs';
import { startProgram } from '../supervisor/program.mjs';
import { createData } from '../system/data-directory.mjs';
import { s3 } from './s3.mjs';
import { storePorts } from './store-ports.mjs';

const MB = 1024 * 1024;
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
const body = (size, seed = 1) => Buffer.alloc(size, `${seed}-0123456789abcdef`);

describe('the S3 server under the official client', () => {
  const dir = temporaryFolder();
  let place;
  let options;
  let running;
  let client;
  let Bucket;

  async function startServer() {
    running = await startProgram(s3, place, options);
    await running.ready();
  }

  before(async () => {
    const data = createData(dir);
    place = { dir: data.file('s3'), ports: (await storePorts(data, [s3])).s3 };
    options = { owner: data.owner, logFile: data.file('s3.log') };
    await startServer();
    client = clientWith({});
    Bucket = s3.entry(place).lakeBucket;
  });
  after(async () => {
    client.destroy();
    await running.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  function clientWith(more) {
    const { endpoint, region, accessKeyId, secretAccessKey } = s3.entry(place);
    const credentials = { accessKeyId, secretAccessKey, ...more.credentials };
    return new S3Client({ endpoint, region, forcePathStyle: true, maxAttempts: 1, ...more, credentials });
  }
  const put = (Key, Body, more = {}) => client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const read = async (Key) =>
    Buffer.from(await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body.transformToByteArray());
  const list = async (more) => (await client.send(new ListObjectsV2Command({ Bucket, ...more }))).Contents ?? [];

  test('gives back what was put, with its type and metadata', async () => {
    await put('dt=2026-11-20/hour=05/a b+ü.txt', 'привет', { ContentType: 'text/plain', Metadata: { rows: '7' } });
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'dt=2026-11-20/hour=05/a b+ü.txt' }));
    assert.equal(await got.Body.transformToString(), 'привет');
    assert.equal(got.ContentType, 'text/plain');
    assert.deepEqual(got.Metadata, { rows: '7' });
  });

  test('puts together a stream of unknown length from parts', async () => {
    const parts = [body(5 * MB, 1), body(5 * MB, 2), body(MB, 3)];
    const upload = new Upload({
      client,
      params: { Bucket, Key: 'multi/stream.bin', Body: Readable.from(parts) },
      partSize: 5 * MB,
      queueSize: 2,
    });
    await upload.done();
    assert.equal(hash(await read('multi/stream.bin')), hash(Buffer.concat(parts)));
  });

  test('forgets the parts of an upload that was given up', async () => {
    const target = { Bucket, Key: 'multi/given-up.bin' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
    await client.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: body(5 * MB) }));
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId }));
    assert.deepEqual(await list({ Prefix: 'multi/given-up' }), []);
  });

  test('stores once what is put with If-None-Match, also when many try at the same time', async () => {
    const tries = Array.from({ length: 8 }, (_, number) =>
      put('once/manifest.json', `writer ${number}`, { IfNoneMatch: '*' }).then(
        () => `writer ${number}`,
        (error) => {
          assert.equal(error.name, 'PreconditionFailed');
          return undefined;
        },
      ),
    );
    const winners = (await Promise.all(tries)).filter((winner) => winner !== undefined);
    assert.equal(winners.length, 1);
    assert.equal((await read('once/manifest.json')).toString(), winners[0]);
  });

  test('lists in the order of bytes, page by page', async () => {
    const keys = ['z', 'a', 'B', 'a/b', '10', '9', 'я', 'a-b'].map((name) => `order/${name}/x`);
    await Promise.all(keys.map((key) => put(key, 'x')));
    const seen = [];
    let ContinuationToken;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'order/', MaxKeys: 3, ContinuationToken }),
      );
      seen.push(...page.Contents.map(({ Key }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    assert.deepEqual(
      seen,
      [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
  });

  test('a signed address lets a stranger read one object for its time, and no other', async () => {
    await put('signed/report.csv', 'a;b\n');
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'signed/report.csv' }), {
      expiresIn: 60,
    });
    assert.equal(await (await fetch(url)).text(), 'a;b\n');
    assert.equal((await fetch(url.replace('report.csv', 'other.csv'))).status, 403);
  });

  test('a signed address takes an upload of a browser', async () => {
    const signer = clientWith({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const url = await getSignedUrl(signer, new PutObjectCommand({ Bucket, Key: 'signed/up.txt' }), { expiresIn: 60 });
    assert.equal((await fetch(url, { method: 'PUT', body: 'from outside' })).status, 200);
    assert.equal((await read('signed/up.txt')).toString(), 'from outside');
    signer.destroy();
  });

  test('refuses a wrong secret', async () => {
    const stranger = clientWith({ credentials: { secretAccessKey: 'guess' } });
    await assert.rejects(stranger.send(new ListObjectsV2Command({ Bucket })), { name: 'SignatureDoesNotMatch' });
    stranger.destroy();
  });

  test('a removed object is gone, and its neighbour is not', async () => {
    await Promise.all([put('gone/a', '1'), put('gone/b', '2')]);
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'gone/a' }));
    assert.deepEqual(
      (await list({ Prefix: 'gone/' })).map(({ Key }) => Key),
      ['gone/b'],
    );
  });

  test('keeps whole every object it acknowledged before kill -9, and shows no half one', async () => {
    const acknowledged = new Map();
    let go = true;
    const writer = async (name) => {
      for (let number = 0; go; number += 1) {
        const content = body(200_000 + number, number);
        const key = `crash/${name}-${number}`;
        if (!(await put(key, content).then(Boolean, () => false))) return;
        acknowledged.set(key, hash(content));
      }
    };
    const writers = ['a', 'b', 'c', 'd'].map(writer);
    while (acknowledged.size < 40) await new Promise(setImmediate);
    process.kill(running.pid, 'SIGKILL');
    await running.exited;
    go = false;
    await Promise.all(writers);
    await startServer();

    for (const [key, expected] of acknowledged) assert.equal(hash(await read(key)), expected, key);
    for (const { Key, Size } of await list({ Prefix: 'crash/' })) {
      assert.equal(Size, 200_000 + Number(Key.split('-')[1]), `${Key} is not whole`);
    }
  });
});
