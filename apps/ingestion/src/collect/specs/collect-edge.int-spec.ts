import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createBrotliCompress, createGzip, brotliCompressSync, gzipSync } from 'node:zlib';
import { aGameViewed, eventually, sleep, suiteNamespace } from '@analytics/testing';
import { COLLECTED_HEADERS } from '../../collected-record';
import { CollectSuite } from './collect-suite.fixture';

const ISSUER = 'https://auth.test';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const folder = mkdtempSync(path.join(tmpdir(), 'collect-edge-'));
let suite: CollectSuite;

beforeAll(async () => {
  const pem = path.join(folder, 'issuer.pem');
  writeFileSync(pem, publicKey.export({ type: 'spki', format: 'pem' }));
  suite = await CollectSuite.start(await suiteNamespace('collect-edge', { databases: ['postgres'] }), {
    JWT_PUBLIC_KEY_PATH: pem,
    JWT_ISSUER: ISSUER,
    JWT_AUDIENCE: 'analytics',
    HTTP_REQUEST_TIMEOUT_MS: '6000',
    INGESTION_REQUESTS_PER_SECOND_AND_ADDRESS: '100',
  });
});
afterAll(async () => {
  await suite.stop();
  rmSync(folder, { recursive: true });
});

function tokenWith(claims: object): string {
  const now = Math.floor(Date.now() / 1_000);
  const standard = { iss: ISSUER, aud: 'analytics', sub: 'someone', iat: now, exp: now + 600 };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'at+jwt' })}.${part({ ...standard, ...claims })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

/** 200 MB of nothing, as small as it gets. */
async function bomb(compressor: NodeJS.ReadWriteStream & AsyncIterable<Buffer>): Promise<Buffer> {
  const piece = Buffer.alloc(1024 * 1024, ' ');
  const write = async () => {
    for (let written = 0; written < 200; written += 1) {
      if (!compressor.write(piece)) await new Promise((resolve) => compressor.once('drain', resolve));
    }
    compressor.end();
  };
  const chunks: Buffer[] = [];
  const read = async () => {
    for await (const chunk of compressor) chunks.push(chunk);
  };
  await Promise.all([read(), write()]);
  return Buffer.concat(chunks);
}

/** Says something over a bare connection, and gives what comes back until it is closed. */
function say(...pieces: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(suite.url);
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(port), hostname, () => pieces.forEach((piece) => socket.write(piece)));
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.on('close', () => resolve(heard)).on('error', reject);
  });
}
const head = (...lines: readonly string[]) =>
  `POST /api/v1/analytics/events HTTP/1.1\r\nHost: x\r\nX-Write-Key: ${suite.key}\r\nContent-Type: application/json\r\n${lines.join('\r\n')}\r\n\r\n`;

describe('the edge of collect: bodies', () => {
  it.each(['gzip', 'x-gzip', 'br'])('are read when compressed with %s', async (encoding) => {
    const text = JSON.stringify([aGameViewed(), aGameViewed()]);
    const body = encoding === 'br' ? brotliCompressSync(text) : gzipSync(text);
    expect(await suite.post(body, { 'content-encoding': encoding })).toMatchObject({
      status: 202,
      body: { data: { accepted: 2 } },
    });
  });

  it.each([
    ['gzip', () => createGzip({ level: 9 })],
    ['br', () => createBrotliCompress({ params: { 1: 5 } })],
  ] as const)('that are bombs (%s) never inflate past the limit', async (encoding, compressor) => {
    const body = await bomb(compressor());
    expect(body.length).toBeLessThan(300_000);
    const before = process.memoryUsage.rss();
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 2);
    const answers = await Promise.all([1, 2, 3].map(() => suite.post(body, { 'content-encoding': encoding })));
    clearInterval(watch);
    expect(answers.map(({ status, body: { errors } }) => [status, errors[0]!.code])).toEqual(
      answers.map(() => [413, 'PAYLOAD_TOO_LARGE']),
    );
    expect(peak - before).toBeLessThan(100 * 1024 * 1024);
  });

  it.each([
    [{ 'content-encoding': 'gzip, gzip' }, 415],
    [{ 'content-encoding': 'zzz' }, 415],
    [{ 'content-encoding': 'deflate' }, 415],
    [{ 'content-encoding': 'constructor' }, 415],
    [{ 'content-encoding': 'gzip' }, 400],
    [{ 'content-encoding': 'br' }, 400],
    [{ 'content-type': 'application/json; charset=utf-16' }, 415],
    [{ 'content-type': 'application/json; charset="koi8-r"' }, 415],
    [{ 'content-type': 'application/json; charset=utf-8; charset=utf-16' }, 415],
    [{ 'content-type': 'text/plain' }, 415],
    [{ 'content-type': 'application/xml' }, 415],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, 415],
    [{ 'content-type': 'application/json; charset=UTF-8', 'content-encoding': 'identity' }, 202],
  ])('with %j are answered %i', async (headers, status) => {
    expect((await suite.post(JSON.stringify(aGameViewed()), headers)).status).toBe(status);
  });

  it.each([
    ['nothing', '', 400],
    ['a beginning', '{', 400],
    ['an empty batch', '[]', 400],
    ['a batch of no events', '[1,"x",null]', 400],
    ['an empty object', '{}', 400],
    ['another object', '{"name":"not an event"}', 400],
    ['a text', '"text"', 400],
    ['NaN', '{"id":NaN}', 400],
    ['two values', '{"id":1}{"id":2}', 400],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400],
    ['UTF-16', Buffer.from('\ufeff{"id":"1"}', 'utf16le'), 415],
    ['1001 events', `[${'1,'.repeat(1_000)}1]`, 413],
    ['more than 5 MB', ' '.repeat(5 * 1024 * 1024 + 1), 413],
  ])('that are %s are answered as a whole', async (_, body, status) => {
    const answer = await suite.post(body);
    expect(answer.status).toBe(status);
    expect(answer.body.errors).toHaveLength(1);
  });

  it('nested 100 000 levels deep are judged without falling over', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = JSON.stringify(aGameViewed()).replace('"data":{', `"data":{"x":${deep},`);
    const { status, body } = await suite.post(`[${text},${JSON.stringify(aGameViewed())}]`);
    expect(status).toBe(202);
    expect(body.data.items).toMatchObject([{ index: 0, code: 'TOO_DEEP' }]);
  });

  it('whose length is told in two ways are not read at all', async () => {
    const event = JSON.stringify(aGameViewed());
    const length = `Content-Length: ${Buffer.byteLength(event)}`;
    const chunked = 'Transfer-Encoding: chunked';
    expect(await say(head(length, chunked), event)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await say(head(length, 'Content-Length: 7'), event)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await say(head('Transfer-Encoding: identity, chunked, zzz'), event)).toMatch(/^HTTP\/1\.1 [45]\d\d /);
    expect(await say(head(length, 'Connection: close'), `${event}${event}`)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('that do not come to an end are given up', async () => {
    expect(await say(head('Content-Length: 500'), '[')).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('the edge of collect: who sends', () => {
  it('is asked before the body is looked at', async () => {
    const known = 'wk_'.padEnd(46, 'x');
    for (const headers of [
      { 'x-write-key': undefined },
      { 'x-write-key': '' },
      { 'x-write-key': known },
      { 'x-write-key': undefined, authorization: `Bearer ${known}` },
      { 'x-write-key': undefined, authorization: 'Basic d2s6eA==' },
      { 'x-write-key': undefined, authorization: `Bearer ${tokenWith({}).slice(0, -2)}` },
    ]) {
      const answer = await suite.post('{ no JSON', headers);
      expect([answer.status, answer.body.errors[0]!.code]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  it('may bring the key as a bearer', async () => {
    const headers = { 'x-write-key': undefined, authorization: `Bearer ${suite.key}` };
    expect((await suite.post(aGameViewed(), headers)).status).toBe(202);
  });

  it.each([
    [{ client_id: 'catalog', scope: 'events:write other' }, 202],
    [{ client_id: 'catalog', scope: 'events:read' }, 403],
    [{ scope: 'events:write' }, 401],
    [{ roles: ['platform_admin'] }, 401],
    [{ client_id: 'catalog', scope: 'events:write', aud: 'else' }, 401],
    [{ client_id: 'catalog', scope: 'events:write', exp: 1 }, 401],
  ])('B33 may bring a service token instead, and no token of a person: %j → %i', async (claims, status) => {
    const headers = { 'x-write-key': undefined, authorization: `Bearer ${tokenWith(claims)}` };
    expect((await suite.post(aGameViewed(), headers)).status).toBe(status);
  });

  it('B34 may send what the key is for, and nothing of another source or type', async () => {
    const { secret } = await suite.newKey({ sources: ['/shop'], types: ['com.platform.catalog.game.viewed.v1'] });
    const other = aGameViewed({}, { source: '/shop' });
    const items = [
      aGameViewed({}, { source: '/shop' }),
      aGameViewed({}, { source: '/else' }),
      { ...other, type: 'com.platform.client.page.viewed.v1' },
    ];
    const { body } = await suite.post(items, { 'x-write-key': secret });
    expect(body.data).toMatchObject({
      accepted: 1,
      rejected: 2,
      items: [
        { index: 1, code: 'SOURCE_NOT_ALLOWED', pointer: '/source' },
        { index: 2, code: 'SOURCE_NOT_ALLOWED', pointer: '/type' },
      ],
    });
  });

  it('is where the nearest proxy nobody trusts says it is', async () => {
    const id = randomUUID();
    const forwarded = { 'x-forwarded-for': '10.0.0.1, 198.51.100.99' };
    await suite.post({ id, name: 'x', properties: {} }, forwarded, 'track');
    const [record] = await suite.collected([id]);
    expect(record!.headers[COLLECTED_HEADERS.clientAddress]).toBe('198.51.100.99');
  });
});

describe('the edge of collect: how often', () => {
  const burst = (count: number, headers: Readonly<Record<string, string>>) =>
    Promise.all(Array.from({ length: count }, () => suite.post(aGameViewed(), headers)));

  it('is limited per key, by the limit of the key', async () => {
    const { secret } = await suite.newKey({ requestsPerSecond: 5 });
    const answers = await burst(30, { 'x-write-key': secret, 'x-forwarded-for': '198.51.100.1' });
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(5);
    for (const { headers, body } of refused) {
      expect(body.errors[0]!.code).toBe('RATE_LIMITED');
      expect([headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual(['5', '0']);
      // A window of one second and at most a twentieth of it, in whole seconds.
      expect(headers.get('retry-after')).toMatch(/^[12]$/);
    }
    await sleep(1_100);
    const [after] = await burst(1, { 'x-write-key': secret, 'x-forwarded-for': '198.51.100.1' });
    expect([
      after!.status,
      after!.headers.get('x-ratelimit-limit'),
      after!.headers.get('x-ratelimit-remaining'),
    ]).toEqual([202, '5', '4']);
  });

  it('is limited per address, also for those who guess keys', async () => {
    const guess = { 'x-write-key': 'wk_'.padEnd(46, 'y'), 'x-forwarded-for': '198.51.100.2' };
    // A machine that stalls may take seconds over them, and then none of these seconds had too many.
    await eventually(async () => {
      const statuses = new Set((await burst(300, guess)).map(({ status }) => status));
      expect([...statuses].sort()).toEqual([401, 429]);
    });
    const [elsewhere] = await burst(1, { 'x-forwarded-for': '198.51.100.3' });
    expect(elsewhere!.status).toBe(202);
  });
});

describe('the edge of collect: browsers', () => {
  const shop = 'https://shop.example';
  const preflight = (origin: string) =>
    fetch(`${suite.url}/api/v1/analytics/events`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'Content-Type, X-Write-Key, X-Evil',
      },
    });
  let secret: string;
  beforeAll(async () => {
    ({ secret } = await suite.newKey({ allowedOrigins: [shop] }));
  });

  it('may send from an origin the key names', async () => {
    const asked = await preflight(shop);
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'access-control-allow-origin': shop,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type, x-write-key',
      vary: 'origin',
    });
    const sent = await suite.post(aGameViewed(), { 'x-write-key': secret, origin: shop });
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([202, shop]);
    expect(sent.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it.each([
    'null',
    'https://shop.example.evil.io',
    'https://evilshop.example',
    'http://shop.example',
    'https://shop.example:444',
    'HTTPS://SHOP.EXAMPLE',
    '*',
  ])('may not from %s', async (origin) => {
    expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    const sent = await suite.post(aGameViewed(), { 'x-write-key': secret, origin });
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  it('get nothing to read by a key that is a server’s', async () => {
    const sent = await suite.post(aGameViewed(), { origin: shop });
    expect(sent.headers.get('access-control-allow-origin')).toBeNull();
  });
});
