import { request } from 'node:http';
import { Client, Echo, lastingAddress } from '../echo.fixture';
import { Proxies } from '../proxies/proxies';
import { type ApiServer, serveApi } from './api-server';

describe('the API of the fault proxy', () => {
  let echo: Echo;
  let proxies: Proxies;
  let api: ApiServer;
  let upstream: string;

  beforeEach(async () => {
    echo = new Echo();
    upstream = await echo.open();
    proxies = new Proxies(() => 0.5);
    api = await serveApi(proxies, 0);
  });
  afterEach(async () => {
    await api.close();
    await proxies.clear();
    echo.close();
  });

  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${api.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) };
  };
  const added = (more = {}) => ask('POST', '/proxies', { name: 'echo', listen: '127.0.0.1:0', upstream, ...more });

  it('adds a proxy that works, tells about it, and removes it', async () => {
    const { status, body } = await added();
    expect(status).toBe(201);
    const client = await Client.to(body!['listen'] as string);
    client.say('hello');
    await expect(client.hears(5)).resolves.toBe('hello');
    expect((await ask('GET', '/proxies')).body).toEqual({
      echo: expect.objectContaining({ name: 'echo', connections: 1, toxics: [] }),
    });
    expect((await ask('DELETE', '/proxies/echo')).status).toBe(204);
    await client.end();
    expect((await ask('GET', '/proxies/echo')).status).toBe(404);
  });

  it('adds and removes toxics, named by their kind and direction unless they have a name', async () => {
    await added();
    const { status, body } = await ask('POST', '/proxies/echo/toxics', { type: 'latency', attributes: { latency: 5 } });
    expect([status, body]).toEqual([
      201,
      {
        name: 'latency_downstream',
        type: 'latency',
        stream: 'downstream',
        toxicity: 1,
        attributes: { latency: 5, jitter: 0 },
      },
    ]);
    await ask('POST', '/proxies/echo/toxics', { name: 'mine', type: 'reset_peer', stream: 'upstream' });
    expect((await ask('GET', '/proxies/echo/toxics')).body).toHaveLength(2);
    expect((await ask('DELETE', '/proxies/echo/toxics/mine')).status).toBe(204);
    expect((await ask('GET', '/proxies/echo/toxics/mine')).status).toBe(404);
  });

  it('disables and enables a proxy, moves its store, and puts everything back', async () => {
    await added({ listen: await lastingAddress() });
    expect((await ask('PATCH', '/proxies/echo', { enabled: false })).body).toMatchObject({ enabled: false });
    expect((await ask('POST', '/proxies/echo', { upstream: '127.0.0.1:9' })).body).toMatchObject({
      upstream: '127.0.0.1:9',
    });
    await ask('POST', '/proxies/echo/toxics', { type: 'latency' });
    expect((await ask('POST', '/reset')).status).toBe(204);
    expect((await ask('GET', '/proxies/echo')).body).toMatchObject({ enabled: true, toxics: [] });
  });

  it.each([
    ['an address of another machine', { listen: '0.0.0.0:0' }],
    ['a store of another machine', { upstream: '10.0.0.1:80' }],
    ['a name with a path in it', { name: '../x' }],
    ['no port', { upstream: '127.0.0.1' }],
  ])('refuses %s', async (_, change) => {
    expect((await added(change)).status).toBe(400);
    expect((await ask('GET', '/proxies')).body).toEqual({});
  });

  it.each([
    ['of no kind', { type: 'plague' }],
    ['with an attribute it does not have', { type: 'latency', attributes: { rate: 1 } }],
    ['with a negative attribute', { type: 'latency', attributes: { latency: -1 } }],
    ['in no direction', { type: 'latency', stream: 'sideways' }],
    ['for more than all connections', { type: 'latency', toxicity: 2 }],
  ])('refuses a toxic %s', async (_, toxic) => {
    await added();
    expect((await ask('POST', '/proxies/echo/toxics', toxic)).status).toBe(400);
    expect((await ask('GET', '/proxies/echo/toxics')).body).toEqual([]);
  });

  it('refuses a second proxy and a second toxic of a name', async () => {
    await added();
    expect((await added()).status).toBe(409);
    await ask('POST', '/proxies/echo/toxics', { type: 'latency' });
    expect((await ask('POST', '/proxies/echo/toxics', { type: 'latency' })).status).toBe(409);
  });

  it('refuses more proxies and toxics than its limits, a port that is taken, and a body that is none', async () => {
    await added();
    for (let count = 0; count < 32; count += 1) {
      await ask('POST', '/proxies/echo/toxics', { name: `t${count}`, type: 'latency' });
    }
    expect((await ask('POST', '/proxies/echo/toxics', { name: 'more', type: 'latency' })).status).toBe(409);
    expect((await added({ name: 'taken', listen: upstream })).status).toBe(409);
    expect((await ask('POST', '/proxies', [])).status).toBe(400);
    expect((await ask('POST', '/proxies', { name: 'x'.repeat(70_000) })).status).toBe(400);
    expect((await ask('GET', '/elsewhere')).status).toBe(404);
    expect((await ask('GET', '/proxies/echo/toxics/a/b')).status).toBe(404);
  });

  it('answers no page of a browser, by whatever name it comes', async () => {
    const status = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request(`${api.url}/proxies`, { headers }, (answer) => resolve(answer.resume().statusCode));
        asked.once('error', reject).end();
      });
    await expect(status({ host: 'rebound.example' })).resolves.toBe(400);
    await expect(status({ origin: 'https://page.example' })).resolves.toBe(400);
    await expect(status({})).resolves.toBe(200);
  });
});
