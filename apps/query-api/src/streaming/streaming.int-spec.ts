import { once } from 'node:events';
import type { Socket } from 'node:net';
import { constants, deflateRawSync } from 'node:zlib';
import type { ServerFrame } from '@analytics/contracts';
import { LiveDelta } from '@analytics/domain';
import { LiveStore, RedisModule } from '@analytics/infra-redis';
import { AuthModule, createService, type Principal, type RunningService } from '@analytics/service-kit';
import { eventually, PATIENT_STORES, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { Module } from '@nestjs/common';
import { type ClientOptions, WebSocket } from 'ws';
import { QueryApiConfig } from '../config';
import { LimitsModule } from '../limits/limits.module';
import { StreamingConfig } from './streaming.config';
import { streamingSkipped } from './streaming.metrics';
import { StreamingModule } from './streaming.module';
import { Tickets } from './tickets.service';

@Module({ imports: [AuthModule, RedisModule.for({ required: true }), LimitsModule, StreamingModule] })
class StreamingOnly {}

const LIMITS = { identities: 1_000, tellMs: 500 };
const second = (): number => Math.floor(Date.now() / 1_000);

let suite: SuiteNamespace;
let service: RunningService;
let offset = 0n;

beforeAll(async () => {
  suite = await suiteNamespace('streaming', { databases: [] });
  service = await createService({
    name: 'query-api',
    module: StreamingOnly,
    config: QueryApiConfig,
    logTo: { write: () => undefined },
    env: {
      ...PATIENT_STORES,
      POSTGRES_DSN_ANALYTICS_META: 'postgres://nobody:none@127.0.0.1:1/none',
      REDIS_URL_ANALYTICS: suite.redis.url,
      REDIS_KEY_PREFIX_ANALYTICS: suite.redisPrefix,
      JWT_JWKS_URL: 'http://127.0.0.1:1/jwks',
      JWT_ISSUER: 'nobody',
      JWT_AUDIENCE: 'analytics',
      ANALYTICS_API_HTTP_PORT: '0',
      ANALYTICS_API_MANAGEMENT_PORT: '0',
      ANALYTICS_BIND_ADDRESS: '127.0.0.1',
      ANALYTICS_STREAMING_INTERVAL_MS: '100',
      ANALYTICS_STREAMING_PING_MS: '3000',
      ANALYTICS_STREAMING_ORIGINS: 'https://console.test',
    },
  });
  const store = service.app.get(LiveStore);
  const rebuild = await store.begin(second());
  await store.finish(rebuild!, { counted: new Map(), watermarkMs: Date.now() }, second());
  await rebuild!.lock.release();
});
afterAll(async () => {
  await service.close();
  await suite.dispose();
});

/** Page views as the stream processor would count them. */
async function happen(views: number): Promise<void> {
  const delta = new LiveDelta();
  const counts = delta.at(second() - 2);
  counts.events += views;
  counts.views += views;
  const identities = Array.from({ length: views }, (_, at) => String(Number(offset) + at).padStart(8, '0'));
  const to = offset + BigInt(views) - 1n;
  const batch = { partition: 0, from: offset, to, delta, identities, lagging: false };
  const answer = await service.app.get(LiveStore).add(batch, second(), LIMITS);
  expect(answer).toEqual({ kind: 'applied' });
  offset = to + 1n;
}

const someone = (more: Partial<Principal> = {}): Principal => ({
  subject: `someone-${Math.random()}`,
  roles: ['platform_admin'],
  scopes: [],
  expiresAt: new Date(Date.now() + 3_600_000),
  ...more,
});
const ticketFor = async (principal: Principal): Promise<string> =>
  (await service.app.get(Tickets).issue(principal, new Date())).ticket;

const address = (ticket: string, path = 'streaming'): string =>
  `${service.url.replace('http', 'ws')}/api/v1/analytics/${path}?ticket=${ticket}`;

/** A reader that keeps every frame it heard. */
class Reader {
  readonly frames: ServerFrame[] = [];
  readonly closed: Promise<[number, Buffer]>;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (text) => this.frames.push(JSON.parse(String(text)) as ServerFrame));
    this.closed = once(socket, 'close') as Promise<[number, Buffer]>;
  }

  static async open(principal = someone(), options: ClientOptions = {}): Promise<Reader> {
    const reader = new Reader(new WebSocket(address(await ticketFor(principal)), options));
    await once(reader.socket, 'open');
    return reader;
  }

  say(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  async hears(expected: Partial<ServerFrame>): Promise<ServerFrame> {
    await eventually(() => expect(this.frames).toContainEqual(expect.objectContaining(expected)));
    return this.frames.findLast((frame) =>
      Object.entries(expected).every(([key, value]) => frame[key as 'op'] === value),
    )!;
  }

  viewsToldLast(): number | undefined {
    const told = this.frames.flatMap((frame) => ('data' in frame ? frame.data : []));
    return told.findLast(({ name }) => name === 'game_page_views')?.value;
  }
}

/** The connection below the socket, for what no client of good manners sends. */
const rawOf = (socket: WebSocket): Socket => (socket as unknown as { _socket: Socket })._socket;

/** A text frame that says it is compressed, masked by zeros as a client's must be masked. */
function compressedFrame(payload: Buffer): Buffer {
  const [FINAL_COMPRESSED_TEXT, MASKED_WITH_LONG_LENGTH] = [0b1100_0001, 0b1111_1110];
  const head = Buffer.alloc(8);
  head.writeUInt8(FINAL_COMPRESSED_TEXT, 0);
  head.writeUInt8(MASKED_WITH_LONG_LENGTH, 1);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

async function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(url, { headers });
  type Answered = [{ destroy(): void }, { statusCode: number }];
  const [request, response] = (await once(socket, 'unexpected-response')) as Answered;
  request.destroy();
  return response.statusCode;
}

describe('the stream of live numbers', () => {
  it('begins with everything asked for and goes on with what changes', async () => {
    const reader = await Reader.open();
    reader.say({
      op: 'subscribe',
      id: '1',
      topic: 'metrics.realtime',
      params: { names: ['game_page_views'], window: '5m' },
    });
    const first = await reader.hears({ op: 'snapshot', id: '1' });
    expect(first).toMatchObject({
      data: [{ name: 'game_page_views', window: '5m', value: expect.any(Number) }],
      meta: { stale: false },
    });
    const before = reader.viewsToldLast()!;
    await happen(7);
    await eventually(() => expect(reader.viewsToldLast()).toBe(before + 7));
    const seqs = reader.frames.map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    reader.say({ op: 'unsubscribe', id: '1' });
    reader.say({ op: 'ping', id: 'p' });
    await reader.hears({ op: 'pong', id: 'p' });
    reader.socket.close();
  });

  it('goes on where a reader who was away left off, and begins anew where it cannot', async () => {
    const [stays, leaves] = [await Reader.open(), await Reader.open()];
    for (const reader of [stays, leaves]) reader.say({ op: 'subscribe', id: '1', topic: 'metrics.realtime' });
    await stays.hears({ op: 'snapshot' });
    const { seq } = await leaves.hears({ op: 'snapshot' });
    leaves.socket.terminate();
    await happen(3);
    const back = await Reader.open();
    back.say({ op: 'subscribe', id: '1', topic: 'metrics.realtime' });
    await back.hears({ op: 'snapshot' });
    back.frames.length = 0;
    back.say({ op: 'resume', id: '1', seq });
    const told = await back.hears({ op: 'delta', id: '1' });
    const names = 'data' in told ? told.data.map(({ name }) => name) : [];
    expect(names.sort()).toEqual(['events', 'game_page_views']);
    back.say({ op: 'resume', id: '1', seq: 7 });
    await back.hears({ op: 'snapshot', id: '1' });
    for (const reader of [stays, back]) reader.socket.close();
  });

  it('goes on with what the socket before had asked for, when whoever comes back only resumes', async () => {
    const anna = someone();
    const [stays, leaves] = [await Reader.open(), await Reader.open(anna)];
    for (const reader of [stays, leaves]) reader.say({ op: 'subscribe', id: '1', topic: 'metrics.realtime' });
    const { seq } = await leaves.hears({ op: 'snapshot' });
    leaves.socket.terminate();
    await leaves.closed;
    await happen(2);
    const back = await Reader.open(anna);
    back.say({ op: 'resume', seq });
    await back.hears({ op: 'delta', id: '1' });
    for (const reader of [stays, back]) reader.socket.close();
  });

  it.each([
    ['{', 'INVALID_QUERY_PARAMETERS', null],
    ['[]', 'INVALID_QUERY_PARAMETERS', null],
    ['{"op":"shout"}', 'INVALID_QUERY_PARAMETERS', null],
    ['{"op":"shout","id":"4"}', 'INVALID_QUERY_PARAMETERS', '4'],
    ['{"op":"resume","id":"7","seq":"x"}', 'INVALID_QUERY_PARAMETERS', '7'],
    ['{"op":"subscribe","id":7,"topic":"metrics.realtime"}', 'INVALID_QUERY_PARAMETERS', null],
    ['{"op":"subscribe","id":"1","topic":"metrics.secret"}', 'INVALID_QUERY_PARAMETERS', '1'],
    [
      '{"op":"subscribe","id":"1","topic":"metrics.realtime","params":{"names":["passwords"]}}',
      'INVALID_QUERY_PARAMETERS',
      '1',
    ],
    ['{"op":"resume","id":"1","seq":1}', 'INVALID_QUERY_PARAMETERS', '1'],
  ])('answers %s with an error, and goes on', async (text, code, id) => {
    const reader = await Reader.open();
    reader.socket.send(text);
    expect(await reader.hears({ op: 'error' })).toMatchObject({ code, id });
    reader.say({ op: 'ping' });
    await reader.hears({ op: 'pong' });
    reader.socket.close();
  });
});

describe('F93 the door of the stream', () => {
  it('opens to a ticket once, and to nothing else', async () => {
    const ticket = await ticketFor(someone());
    const socket = new WebSocket(address(ticket));
    await once(socket, 'open');
    expect(await statusOf(address(ticket))).toBe(401);
    expect(await statusOf(address('made-up'))).toBe(401);
    expect(await statusOf(address('').replace('?ticket=', ''))).toBe(401);
    expect(await statusOf(address(await ticketFor(someone()), 'elsewhere'))).toBe(404);
    socket.close();
  });

  it('does not open to pages of strangers, and a ticket shown there stays good', async () => {
    const ticket = await ticketFor(someone());
    expect(await statusOf(address(ticket), { origin: 'https://evil.test' })).toBe(403);
    expect(await statusOf(address(ticket), { origin: 'https://console.test.evil.test' })).toBe(403);
    expect(await statusOf(address(ticket), { origin: 'null' })).toBe(403);
    const socket = new WebSocket(address(ticket), { headers: { origin: 'https://console.test' } });
    await once(socket, 'open');
    socket.close();
  });

  it('holds no more than five sockets of one caller', async () => {
    const caller = someone();
    const readers = await Promise.all([1, 2, 3, 4, 5].map(() => Reader.open(caller)));
    const sixth = await Reader.open(caller);
    expect((await sixth.closed)[0]).toBe(1013);
    const other = await Reader.open();
    for (const { socket } of [...readers, other]) socket.close();
    await Promise.all(readers.map(({ closed }) => closed));
  });

  it('closes on who talks too much, or too long', async () => {
    const [quick, long] = [await Reader.open(), await Reader.open()];
    for (let said = 0; said < 60; said += 1) quick.say({ op: 'ping' });
    expect((await quick.closed)[0]).toBe(1008);
    long.socket.send('x'.repeat(64 * 1024 + 1));
    expect((await long.closed)[0]).toBe(1009);
  });

  it('lets nothing small become large: compression is not agreed on, and who compresses all the same is cut off', async () => {
    const [asking, forging] = [await Reader.open(someone(), { perMessageDeflate: true }), await Reader.open()];
    expect(asking.socket.extensions).toBe('');
    asking.socket.send('0'.repeat(10 * 1024 * 1024));
    expect((await asking.closed)[0]).toBe(1009);
    const bomb = deflateRawSync(Buffer.alloc(10 * 1024 * 1024), { finishFlush: constants.Z_SYNC_FLUSH });
    expect(bomb.length).toBeLessThan(64 * 1024);
    rawOf(forging.socket).write(compressedFrame(bomb));
    expect((await forging.closed)[0]).toBe(1002);
    expect(forging.frames).toEqual([]);
  });

  it('tells nothing of single games, whoever asks for one', async () => {
    const reader = await Reader.open(someone({ roles: ['marketing_manager'] }));
    for (const topic of ['metrics.games', 'games/11111111-1111-1111-1111-111111111111']) {
      reader.say({ op: 'subscribe', id: topic, topic });
      expect(await reader.hears({ op: 'error', id: topic })).toMatchObject({ code: 'INVALID_QUERY_PARAMETERS' });
    }
    reader.socket.close();
  });

  it('leaves out who reads too slowly, and gives the latest later', async () => {
    const reader = await Reader.open();
    reader.say({ op: 'subscribe', id: '1', topic: 'metrics.realtime', params: { names: ['game_page_views'] } });
    await reader.hears({ op: 'snapshot', id: '1' });
    const skipped = async () => (await streamingSkipped.get()).values[0]?.value ?? 0;
    const before = await skipped();
    const behind = jest.replaceProperty(service.app.get(StreamingConfig), 'bufferBytes', -1);
    const heard = reader.frames.length;
    await happen(5);
    await eventually(async () => expect(await skipped()).toBeGreaterThan(before + 1));
    expect(reader.frames).toHaveLength(heard);
    const owed = reader.viewsToldLast()! + 5;
    behind.restore();
    await eventually(() => expect(reader.viewsToldLast()).toBe(owed));
    reader.socket.close();
  });

  it('B31 closes when the token is over', async () => {
    const reader = await Reader.open(someone({ expiresAt: new Date(Date.now() + 5_000) }));
    expect((await reader.closed)[0]).toBe(1008);
  });

  it('closes on who does not answer whether anybody is there', async () => {
    const reader = await Reader.open(someone(), { autoPong: false });
    expect((await reader.closed)[0]).toBe(1006);
  });
});

describe('a stop of the service', () => {
  it('sends everybody away first, and does not wait for who does not answer', async () => {
    const [polite, silent] = [await Reader.open(), await Reader.open()];
    rawOf(silent.socket).pause();
    expect(await service.stop()).toEqual([]);
    expect((await polite.closed)[0]).toBe(1001);
    silent.socket.terminate();
  });
});
