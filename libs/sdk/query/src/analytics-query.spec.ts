import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AnalyticsQuery } from './analytics-query.js';
import { clientCredentials } from './client-credentials.js';
import { AnalyticsUnavailable } from './errors.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that answers each request with the next of what it was told. */
class Scripted {
  readonly asked: { url: string; authorization: string | undefined }[] = [];
  private readonly server: Server;
  private answers: Answer[] = [];

  private constructor() {
    this.server = createServer((request, response) => {
      this.asked.push({ url: request.url!, authorization: request.headers.authorization });
      (this.answers.shift() ?? json(500, {}))(request, response);
    });
  }

  static async start(): Promise<Scripted> {
    const scripted = new Scripted();
    await once(scripted.server.listen(0, '127.0.0.1'), 'listening');
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  willAnswer(...answers: Answer[]): void {
    this.answers = answers;
    this.asked.length = 0;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

const json =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const cut: Answer = (request) => request.socket.destroy();
const cutInTheMiddle: Answer = ({ socket }, response) =>
  response
    .writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
    .write('{"data":', () => socket.destroy());
const silent: Answer = () => undefined;

let api: Scripted;
beforeAll(async () => (api = await Scripted.start()));
afterAll(() => api.stop());

const client = (more: object = {}) => new AnalyticsQuery({ baseUrl: `${api.url}/`, token: 't-1', ...more });
const VALUES = { data: { metric: 'dau' }, meta: {} };
const PERIOD = { periodStart: '2026-11-01', periodEnd: '2026-11-08' };

describe('the client of the query API', () => {
  it('asks for values as the API wants it', async () => {
    api.willAnswer(json(200, VALUES));
    const filters = [{ dimension: 'platform', op: 'in' as const, values: ['windows'] }];
    const answer = await client().values('dau', {
      ...PERIOD,
      granularity: 'day',
      dimensions: ['platform', 'country'],
      filters,
    });
    expect(answer).toEqual(VALUES);
    const { pathname, searchParams } = new URL(api.asked[0]!.url, api.url);
    expect(pathname).toBe('/api/v1/analytics/metrics/values/dau');
    expect(Object.fromEntries(searchParams)).toEqual({
      period_start: '2026-11-01',
      period_end: '2026-11-08',
      granularity: 'day',
      dimensions: 'platform,country',
      filters: JSON.stringify(filters),
    });
    expect(api.asked[0]!.authorization).toBe('Bearer t-1');
  });

  it('comes back after cuts, busy servers and gateways, as late as they ask', async () => {
    api.willAnswer(cut, json(503, {}, { 'retry-after': '0' }), json(200, VALUES));
    await expect(client({ retries: 2 }).values('dau', PERIOD)).resolves.toEqual(VALUES);
    expect(api.asked).toHaveLength(3);
  });

  it('comes back after an answer that was cut in its middle, and says at last that there is none', async () => {
    api.willAnswer(cutInTheMiddle, json(200, VALUES), cutInTheMiddle);
    await expect(client().values('dau', PERIOD)).resolves.toEqual(VALUES);
    await expect(client({ retries: 0 }).values('dau', PERIOD)).rejects.toBeInstanceOf(AnalyticsUnavailable);
  });

  it('does not repeat what was refused, and tells code and place', async () => {
    const error = {
      code: 'INVALID_QUERY_PARAMETERS',
      title: 'Bad',
      detail: 'no such zone',
      source: { parameter: 'timezone' },
    };
    api.willAnswer(json(400, { errors: [error] }, { 'x-request-id': 'r-1' }));
    await expect(client().values('dau', PERIOD)).rejects.toMatchObject({
      name: 'AnalyticsRefused',
      details: { ...error, status: 400, requestId: 'r-1' },
    });
    expect(api.asked).toHaveLength(1);
  });

  it('gives up after its attempts, each within its time', async () => {
    const mute = await Scripted.start();
    mute.willAnswer(silent, silent);
    // How much of an attempt gets through in 50 ms is up to the machine: each begins with its token.
    let tokens = 0;
    const token = { get: () => Promise.resolve(`t-${(tokens += 1)}`) };
    const asked = client({ baseUrl: mute.url, token, retries: 1, timeoutMs: 50 }).values('dau', PERIOD);
    await expect(asked).rejects.toMatchObject({ name: 'AnalyticsUnavailable', attempts: 2 });
    expect(tokens).toBe(2);
    await mute.stop();
  });

  it('stops at once when its caller does', async () => {
    const caller = new AbortController();
    const goes: Answer = () => caller.abort(new RangeError('gone'));
    api.willAnswer(goes, json(200, VALUES));
    await expect(client().values('dau', PERIOD, { signal: caller.signal })).rejects.toThrow(new RangeError('gone'));
    expect(api.asked).toHaveLength(1);
  });

  it('walks through all pages of definitions', async () => {
    const page = (name: string, next: string | null) => json(200, { data: [{ name }], meta: { next_cursor: next } });
    api.willAnswer(page('dau', 'c 1'), page('wau', null));
    const names: string[] = [];
    for await (const { name } of client().definitions({ tag: 'people' })) names.push(name);
    expect(names).toEqual(['dau', 'wau']);
    expect(api.asked.map(({ url }) => url)).toEqual([
      '/api/v1/analytics/metrics/definitions?tag=people',
      '/api/v1/analytics/metrics/definitions?tag=people&cursor=c+1',
    ]);
  });

  it('fetches one token for all who wait, and a fresh one when it is refused', async () => {
    const discovery = json(200, { token_endpoint: `${api.url}/token` });
    const token = (name: string) => json(200, { access_token: name, expires_in: 3600 });
    const source = clientCredentials({
      issuerUrl: api.url,
      clientId: 'me',
      clientSecret: 's:1',
      scope: 'metrics:read',
    });
    api.willAnswer(discovery, token('first'), json(200, VALUES), json(200, VALUES));
    const analytics = client({ token: source });
    await Promise.all([analytics.values('dau', PERIOD), analytics.values('wau', PERIOD)]);
    expect(api.asked.filter(({ url }) => url === '/token')).toEqual([
      { url: '/token', authorization: `Basic ${btoa('me:s%3A1')}` },
    ]);
    api.willAnswer(json(401, { errors: [] }), discovery, token('second'), json(200, VALUES));
    await analytics.values('dau', PERIOD);
    expect(api.asked.at(-1)!.authorization).toBe('Bearer second');
  });
});
