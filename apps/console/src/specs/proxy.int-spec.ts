import http from 'node:http';
import net from 'node:net';
import { eventually } from '@analytics/testing';
import { streamSockets } from '../proxy/proxy.metrics';
import { Browser } from './browser.fixture';
import { ConsoleService } from './console-service.fixture';

const BASE = '/api/v1/analytics';
const PAGE = { 'x-console-request': '1' };

describe('the APIs at the origin of the page', () => {
  let subject: ConsoleService;
  let browser: Browser;
  let cookie: string;

  beforeAll(async () => {
    subject = await ConsoleService.start({ CONSOLE_UPSTREAM_TIMEOUT_MS: '500', HTTP_BODY_LIMIT_BYTES: '4096' });
    browser = new Browser();
    await browser.logIn(subject.url, 'platform_admin');
    cookie = [...browser.jar(new URL(subject.url).host)].map((pair) => pair.join('=')).join('; ');
  });
  afterAll(() => subject?.stop());
  const usual = () => {
    const { answer } = subject.queryApi;
    return () => void (subject.queryApi.answer = answer);
  };

  it('go to query-api and admin by their paths, with the token and without the cookie', async () => {
    await browser.go(`${subject.url}${BASE}/metrics/values/dau?period_start=2026-11-01&filters=%5B%5D`, {
      headers: { 'accept-language': 'ru' },
    });
    await browser.go(`${subject.url}${BASE}/admin/dlq/summary`);
    const [query, admin] = [subject.queryApi.heard.at(-1)!, subject.admin.heard.at(-1)!];
    expect(query.url).toBe(`${BASE}/metrics/values/dau?period_start=2026-11-01&filters=%5B%5D`);
    expect(admin.url).toBe(`${BASE}/admin/dlq/summary`);
    for (const { headers } of [query, admin]) {
      expect(headers.authorization).toMatch(/^Bearer /);
      expect(headers.cookie).toBeUndefined();
      expect(headers['x-request-id']).toBeDefined();
    }
    expect(query.headers['accept-language']).toBe('ru');
  });

  it('answer with what the page needs, and keep their inside to themselves', async () => {
    const answer = await browser.go(`${subject.url}${BASE}/metrics/definitions`);
    expect(answer.headers.get('etag')).toBe('"v1"');
    expect(answer.headers.get('x-internal')).toBeNull();
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('take a body as it is', async () => {
    const body = '{"filter": {"ids": ["1"]},\n "dry_run": true}';
    const headers = { ...PAGE, 'content-type': 'application/json', 'idempotency-key': 'k-1', origin: subject.url };
    const answer = await browser.go(`${subject.url}${BASE}/admin/dlq/replays`, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    expect(subject.admin.heard.at(-1)).toMatchObject({ body, headers: { 'idempotency-key': 'k-1' } });
  });

  it.each([
    ['without the header of the page', {}],
    ['from another origin', { ...PAGE, origin: 'https://evil.example' }],
    ['from nowhere, as a sandboxed frame says', { ...PAGE, origin: 'null' }],
    ['which the browser calls another site’s', { ...PAGE, 'sec-fetch-site': 'cross-site' }],
    ['of a neighbour under the same domain', { ...PAGE, 'sec-fetch-site': 'same-site' }],
  ])('refuse what changes something %s', async (_, headers) => {
    const before = subject.admin.heard.length;
    const answer = await browser.go(`${subject.url}${BASE}/admin/write-keys`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', ...headers } as Record<string, string>,
      body: '{}',
    });
    const { errors } = (await answer.json()) as { errors: [{ code: string }] };
    expect([answer.status, errors[0].code]).toEqual([403, 'ACCESS_DENIED_TO_RESOURCE']);
    expect(subject.admin.heard).toHaveLength(before);
  });

  it('refuse even to be read by another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await browser.go(`${subject.url}${BASE}/admin/dlq/records/1?reveal=true`, { headers })).status).toBe(403);
  });

  it('are not there without a session', async () => {
    const before = subject.queryApi.heard.length;
    expect((await fetch(`${subject.url}${BASE}/metrics/definitions`)).status).toBe(401);
    expect(subject.queryApi.heard).toHaveLength(before);
  });

  it.each([
    `${BASE}/metrics/../admin/write-keys`,
    `${BASE}/metrics/%2e%2e/admin/write-keys`,
    `${BASE}/%2e%2e/%2e%2e/%2e%2e/health`,
    `${BASE}/metrics/..%5c..%5cadmin`,
    `${BASE}//admin/write-keys`,
  ])('are reached by plain paths only, not by %s', async (path) => {
    const before = subject.queryApi.heard.length + subject.admin.heard.length;
    expect(await statusOf(path)).toBe(400);
    expect(subject.queryApi.heard.length + subject.admin.heard.length).toBe(before);
  });

  it('hear no header that somebody smuggles in', async () => {
    const headers = {
      authorization: 'Bearer forged',
      'x-forwarded-for': '10.0.0.1',
      'x-forwarded-host': 'evil.example',
      connection: 'authorization, x-request-id',
      'x-http-method-override': 'DELETE',
      te: 'trailers',
    };
    expect(await statusOf(`${BASE}/metrics/definitions`, headers)).toBe(200);
    const heard = subject.queryApi.heard.at(-1)!;
    expect(heard.headers.authorization).not.toContain('forged');
    expect(heard.headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(Object.keys(heard.headers)).not.toEqual(expect.arrayContaining(['x-forwarded-host']));
    expect(Object.keys(heard.headers)).not.toEqual(expect.arrayContaining(['x-http-method-override']));
    expect(heard.rawHeaders.filter((name) => name.toLowerCase() === 'authorization')).toHaveLength(1);
  });

  it('hear one request where somebody packs two into one', async () => {
    const before = subject.queryApi.heard.length;
    const smuggled = `GET ${BASE}/admin/audit HTTP/1.1\r\nHost: x\r\n\r\n`;
    const text = [
      `POST ${BASE}/metrics/definitions HTTP/1.1`,
      'Host: console',
      `Cookie: ${cookie}`,
      'X-Console-Request: 1',
      `Content-Length: ${smuggled.length}`,
      'Transfer-Encoding: chunked',
      '',
      `0\r\n\r\n${smuggled}`,
    ].join('\r\n');
    expect(await rawAnswer(text)).toMatch(/^HTTP\/1\.1 400/);
    expect(subject.queryApi.heard).toHaveLength(before);
  });

  it('take no more of a body than they may, told or not', async () => {
    const headers = { ...PAGE, 'content-type': 'application/json' };
    const large = 'x'.repeat(10_000);
    const told = await browser.go(`${subject.url}${BASE}/metrics/definitions`, {
      method: 'POST',
      headers,
      body: large,
    });
    expect(told.status).toBe(413);
    const pieces = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 10; part += 1) controller.enqueue(Buffer.from('x'.repeat(1_000)));
        controller.close();
      },
    });
    const untold = await browser.go(`${subject.url}${BASE}/metrics/definitions`, {
      method: 'POST',
      headers,
      body: pieces,
      duplex: 'half',
    } as RequestInit);
    expect(untold.status).toBe(413);
  });

  it('stream their answers: the beginning is here before the end is made', async () => {
    const again = usual();
    let finish: () => void = () => undefined;
    subject.queryApi.answer = (_, response) => {
      response.write('first');
      finish = () => response.end('last');
    };
    const answer = await browser.go(`${subject.url}${BASE}/exports/1/download`);
    const reader = answer.body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('first');
    finish();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('last');
    again();
  });

  it('hear when nobody waits for their answer any more', async () => {
    const again = usual();
    let gone = false;
    const leave = new AbortController();
    subject.queryApi.answer = (_, response) => {
      response.once('close', () => (gone = true));
      leave.abort();
    };
    const asked = browser.go(`${subject.url}${BASE}/metrics/values/dau`, { signal: leave.signal }).catch(() => 'left');
    expect(await asked).toBe('left');
    await eventually(() => expect(gone).toBe(true));
    again();
  });

  it('that do not answer in time are told about as a timeout', async () => {
    const again = usual();
    subject.queryApi.answer = () => undefined;
    const answer = await browser.go(`${subject.url}${BASE}/metrics/values/dau`);
    const { errors } = (await answer.json()) as { errors: [{ code: string }] };
    expect([answer.status, errors[0].code]).toEqual([504, 'QUERY_TIMEOUT']);
    again();
  });

  it('open the live stream for the page, and for no other origin', async () => {
    const path = `${BASE}/streaming?ticket=t`;
    expect(await upgrade(path, { cookie })).toMatch(/^HTTP\/1\.1 403/);
    expect(await upgrade(path, { cookie, origin: 'https://evil.example' })).toMatch(/^HTTP\/1\.1 403/);
    expect(await upgrade(path, { origin: subject.url })).toMatch(/^HTTP\/1\.1 401/);
    expect(await upgrade(`${BASE}/other`, { cookie, origin: subject.url })).toMatch(/^HTTP\/1\.1 404/);
    expect(await upgrade(path, { cookie, origin: subject.url }, 'hello')).toMatch(/^HTTP\/1\.1 101[\s\S]+hello$/);
    const heard = subject.queryApi.heard.at(-1)!;
    expect([heard.url, heard.headers.cookie, heard.headers.origin]).toEqual([path, undefined, undefined]);
  });

  it('that are away are told about with what to do, while the page stays ready', async () => {
    await subject.admin.stop();
    const answer = await browser.go(`${subject.url}${BASE}/admin/dlq/summary`);
    const { errors } = (await answer.json()) as { errors: [{ code: string; detail: string }] };
    expect([answer.status, errors[0].code, answer.headers.get('retry-after')]).toEqual([503, 'UNAVAILABLE', '2']);
    expect(errors[0].detail).toMatch(/admin is not available, try again/);
    const ready = await fetch(`${subject.service.managementUrl}/health/ready`);
    expect(ready.status).toBe(200);
    expect(JSON.stringify(await ready.json())).toMatch(/"admin":\{"reason":"admin is not available/);
  });

  it('let go of live streams when the page stops, instead of waiting for them', async () => {
    const stream = upgrade(`${BASE}/streaming?ticket=t`, { cookie, origin: subject.url }, 'goes on');
    await eventually(async () => expect((await streamSockets.get()).values).toEqual([{ value: 1, labels: {} }]));
    expect(await subject.service.stop()).toEqual([]);
    expect(await stream).toMatch(/101/);
  });

  /** `fetch` would tidy the path up before it asks. */
  function statusOf(path: string, headers: Record<string, string> = {}): Promise<number> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(subject.url);
      http
        .get({ hostname, port, path, headers: { cookie, ...headers } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode!);
        })
        .on('error', reject);
    });
  }

  function rawAnswer(text: string, enough = /\r\n\r\n/): Promise<string> {
    return new Promise((resolve, reject) => {
      let heard = '';
      const socket = net.connect(Number(new URL(subject.url).port), '127.0.0.1', () => socket.write(text));
      socket.setEncoding('utf8').on('data', (chunk) => {
        heard += chunk as unknown as string;
        if (enough.test(heard)) socket.destroy();
      });
      socket.on('close', () => resolve(heard)).on('error', reject);
    });
  }

  function upgrade(path: string, headers: Record<string, string>, word?: string): Promise<string> {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const opening = [
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: eA==',
      'Sec-WebSocket-Version: 13',
    ];
    const text = [`GET ${path} HTTP/1.1`, 'Host: console', ...opening, ...lines, '', word ?? ''].join('\r\n');
    return rawAnswer(text, word === undefined ? /\r\n\r\n/ : /hello$/);
  }
});
