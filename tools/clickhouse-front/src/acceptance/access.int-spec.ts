import { chmodSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { codeOf, FrontProcess, READER, value, WRITER } from './front-process';

let front: FrontProcess;
let client: ClickHouseClient;
beforeAll(async () => {
  front = await FrontProcess.start();
  client = front.client();
  await client.command({ query: 'CREATE TABLE kept (a UInt8) ENGINE = MergeTree ORDER BY a' });
});
afterAll(() => front.stop());

describe('a log-in', () => {
  const ask = (headers: Record<string, string>, url = {}) =>
    fetch(`${front.url}/?${new URLSearchParams({ query: 'SELECT 1', ...url })}`, { headers });
  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  });

  it.each([
    ['basic authentication', basic(WRITER.username, WRITER.password), {}],
    ["ClickHouse's own headers", { 'X-ClickHouse-User': WRITER.username, 'X-ClickHouse-Key': WRITER.password }, {}],
    ['the URL', {}, { user: WRITER.username, password: WRITER.password }],
  ])('is taken from %s', async (_, headers, url) => {
    expect((await ask(headers, url)).status).toBe(200);
  });

  it.each([
    ['a wrong password', basic(WRITER.username, 'x'), {}, 403],
    ['no password', basic(WRITER.username, ''), {}, 403],
    ["another user's password", basic(WRITER.username, READER.password), {}, 403],
    ['an unknown user', { 'X-ClickHouse-User': 'nobody', 'X-ClickHouse-Key': '' }, {}, 403],
    ['a wrong password in the URL', {}, { user: WRITER.username, password: 'x' }, 403],
    ['a bearer token', { authorization: 'Bearer abc' }, {}, 403],
    ['nothing', {}, {}, 401],
  ])('with %s is refused', async (_, headers, url, status) => {
    const answer = await ask(headers as Record<string, string>, url);
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([status, '516']);
    expect(await answer.text()).toContain('AUTHENTICATION_FAILED');
  });

  it('that is refused leaves nothing behind', async () => {
    const stranger = front.client({ password: 'wrong' });
    expect(await codeOf(stranger.insert({ table: 'kept', values: [{ a: 1 }], format: 'JSONEachRow' }))).toBe('516');
    expect(await codeOf(stranger.command({ query: 'DROP TABLE kept' }))).toBe('516');
    expect(await value(client, 'SELECT count() FROM kept')).toBe('0');
  });
});

describe('a user who may only read', () => {
  const reader = () => front.client({ username: READER.username, password: READER.password });

  it('reads, with settings and parameters', async () => {
    const clickhouse_settings = { max_threads: 1 } as const;
    const query_params = { x: 5 };
    const result = await reader().query({
      query: 'SELECT {x:UInt8} + count() AS n FROM kept',
      format: 'JSON',
      clickhouse_settings,
      query_params,
    });
    expect((await result.json<{ n: string }>()).data).toEqual([{ n: 5 }]);
  });

  it.each([
    'INSERT INTO kept VALUES (1)',
    'INSERT INTO kept SELECT 1',
    'DROP TABLE kept',
    'CREATE TABLE other (a Int8) ENGINE = Memory',
    'ALTER TABLE kept DELETE WHERE 1',
    'SET readonly = 0',
    'INSERT INTO kept SETTINGS readonly = DEFAULT VALUES (1)',
  ])('is refused %s', async (query) => expect(await codeOf(reader().command({ query }))).toBe('164'));

  it('cannot give itself the right by a setting, also in a session', async () => {
    const clickhouse_settings = { readonly: '0' } as const;
    const inSession = front.client({ username: READER.username, password: READER.password, session_id: 's' });
    for (const one of [reader(), inSession, inSession]) {
      expect(await codeOf(one.command({ query: 'INSERT INTO kept VALUES (1)', clickhouse_settings }))).toBe('164');
    }
    expect(await value(client, 'SELECT count() FROM kept')).toBe('0');
  });
});

it('lets GET only read', async () => {
  const headers = { 'X-ClickHouse-User': WRITER.username, 'X-ClickHouse-Key': WRITER.password };
  const get = (query: string) => fetch(`${front.url}/?query=${encodeURIComponent(query)}`, { headers });
  expect((await get('SELECT 1')).status).toBe(200);
  expect((await get('DROP TABLE kept')).headers.get('x-clickhouse-exception-code')).toBe('164');
});

it('never runs a second statement', async () => {
  for (const query of [
    'SELECT 1; DROP TABLE kept',
    "SELECT ‘ ' ’; DROP TABLE kept --'",
    'SELECT 1 /* /* */ */; DROP TABLE kept',
  ]) {
    expect(await codeOf(client.command({ query }))).toBe('62');
  }
  expect(await value(client, 'EXISTS kept')).toBe('1');
});

it('listens on loopback only', async () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal);
  const port = Number(new URL(front.url).port);
  const reachable = await new Promise((resolve) => {
    const socket = connect({ host: outside?.address ?? '127.0.0.2', port });
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
  expect(reachable).toBe(false);
});

it('does not start with a users file that others can read, or that is none', async () => {
  const loose = FrontProcess.prepared();
  const file = path.join(loose.directory, 'users.json');
  chmodSync(file, 0o644);
  await expect(loose.launch()).rejects.toThrow(/ended with 1: The users file .* can be read by others/);
  writeFileSync(file, '{"not": "a list"}');
  chmodSync(file, 0o600);
  await expect(loose.launch()).rejects.toThrow(/must be a JSON list/);
  await loose.stop();
});
