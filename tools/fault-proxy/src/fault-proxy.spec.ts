import { setTimeout as pause } from 'node:timers/promises';
import { Client, Echo, lastingAddress } from './echo.fixture';
import type { FaultProxy } from './proxies/fault-proxy';
import { Proxies } from './proxies/proxies';
import { toxicOf, type ToxicKind } from './toxics/toxic';

const SILENCE_MS = 300;
const PIECES = 50;

describe('a fault proxy', () => {
  let echo: Echo;
  let proxies: Proxies;
  let proxy: FaultProxy;
  const clients: Client[] = [];

  beforeEach(async () => {
    echo = new Echo();
    proxies = new Proxies(() => 0.5);
    proxy = await proxies.add({ name: 'echo', listen: '127.0.0.1:0', upstream: await echo.open() });
  });
  afterEach(async () => {
    for (const { socket } of clients.splice(0)) socket.destroy();
    await proxies.clear();
    echo.close();
  });

  const client = async (): Promise<Client> => {
    const one = await Client.to(proxy.state.listen);
    clients.push(one);
    return one;
  };
  const add = (type: ToxicKind, attributes = {}, more = {}) => proxy.add(toxicOf({ type, attributes, ...more }));

  it('passes everything both ways when nothing is wrong, and the end of either side', async () => {
    const one = await client();
    const data = Buffer.alloc(3_000_000, 'analytics');
    one.say(data);
    await one.hears(data.length);
    expect(one.heard.equals(data)).toBe(true);
    one.socket.end();
    await expect(one.end()).resolves.toBe('end');
  });

  it('holds back each piece for as long as told, not each piece after the one before', async () => {
    add('latency', { latency: 400 });
    const one = await client();
    const began = performance.now();
    for (let count = 0; count < PIECES; count += 1) {
      one.say('x');
      await echo.hears(count + 1);
    }
    await one.hears(PIECES);
    expect(one.heardAt[0]! - began).toBeGreaterThanOrEqual(395);
    // One after the other they would take twenty seconds, together hardly more than the first.
    expect(one.heardAt.at(-1)! - one.heardAt[0]!).toBeLessThan(10_000);
  });

  it('lets no more through than the rate', async () => {
    add('bandwidth', { rate: 20 });
    const one = await client();
    const began = performance.now();
    one.say(Buffer.alloc(10_000, 'x'));
    await one.hears(10_000);
    expect(performance.now() - began).toBeGreaterThanOrEqual(450);
  });

  it('lets the rest of what it has in hand through when the line is fast again', async () => {
    add('bandwidth', { rate: 1 }, { stream: 'upstream' });
    const one = await client();
    const began = performance.now();
    const slowMs = 20_000;
    one.say(Buffer.alloc(slowMs, 'x'));
    await pause(SILENCE_MS);
    proxy.remove('bandwidth_upstream');
    await one.hears(slowMs);
    expect(performance.now() - began).toBeLessThan(slowMs / 2);
  }, 30_000);

  it('cuts what is said into small pieces, and changes none of it', async () => {
    add('slicer', { average_size: 3, size_variation: 1, delay: 20_000 });
    const one = await client();
    one.say('abcdefghijkl');
    await expect(one.hears(12)).resolves.toBe('abcdefghijkl');
    expect(one.heardAt.length).toBeGreaterThan(1);
  });

  it('ends the connection after so many bytes, which still arrive', async () => {
    add('limit_data', { bytes: 10 });
    const one = await client();
    one.say('0123456789abcdef');
    await one.end();
    expect(one.heard.toString()).toBe('0123456789');
  });

  it('cuts what goes to the store after so many bytes', async () => {
    add('limit_data', { bytes: 4 }, { stream: 'upstream' });
    const one = await client();
    one.say('0123456789');
    await one.end();
    await echo.over();
    expect(echo.heard.toString()).toBe('0123');
  });

  it('resets connections that are open, and those that come', async () => {
    const before = await client();
    before.say('x');
    await before.hears(1);
    add('reset_peer');
    await expect(before.end()).resolves.toBe('reset');
    const after = await client();
    await expect(after.end()).resolves.toBe('reset');
  });

  it('lets nothing pass one way: the store hears, its answers do not come', async () => {
    add('timeout', {}, { stream: 'downstream' });
    const one = await client();
    one.say('write this');
    await expect(echo.hears(10)).resolves.toBe('write this');
    await pause(SILENCE_MS);
    expect([one.heard.toString(), one.ended]).toEqual(['', undefined]);
  });

  it('lets nothing pass the other way: the store hears nothing', async () => {
    add('timeout', {}, { stream: 'upstream' });
    const one = await client();
    one.say('write this');
    await pause(SILENCE_MS);
    expect([echo.heard.toString(), one.ended]).toEqual(['', undefined]);
  });

  it('ends a silent connection after its time', async () => {
    add('timeout', { timeout: 50 });
    const one = await client();
    await one.end();
    expect(one.heard.length).toBe(0);
  });

  it('takes a connection and tells the store nothing of it; when that is over the client has to come again', async () => {
    add('half_open');
    const one = await client();
    one.say('anyone?');
    await pause(SILENCE_MS);
    expect([echo.connections, one.heard.length, one.ended]).toEqual([0, 0, undefined]);
    proxy.remove('half_open_downstream');
    await expect(one.end()).resolves.toBe('reset');
    const again = await client();
    again.say('here');
    await expect(again.hears(4)).resolves.toBe('here');
  });

  it('turns one byte over, the one it was told, whatever pieces it comes in', async () => {
    add('corrupt', { after: 5 });
    const one = await client();
    one.say('0123');
    await one.hears(4);
    one.say('456789');
    await one.hears(10);
    expect([...one.heard]).toEqual([...Buffer.from('0123456789')].map((byte, at) => (at === 5 ? byte ^ 0xff : byte)));
  });

  it('holds back the end', async () => {
    add('slow_close', { delay: 200 });
    const one = await client();
    one.say('x');
    await one.hears(1);
    const began = performance.now();
    one.socket.end();
    await one.end();
    expect(performance.now() - began).toBeGreaterThanOrEqual(195);
  });

  it('works on a share of the connections only, and on each of them from its beginning to its end', async () => {
    const draws = [0.9, 0.1];
    const drawing = new Proxies(() => draws.shift() ?? 0.5);
    const { upstream } = proxy.state;
    proxy = await drawing.add({ name: 'shared', listen: '127.0.0.1:0', upstream });
    add('reset_peer', {}, { toxicity: 0.5 });
    const spared = await client();
    spared.say('x');
    await expect(spared.hears(1)).resolves.toBe('x');
    const hit = await client();
    await expect(hit.end()).resolves.toBe('reset');
    await drawing.clear();
  });

  it('is as before when its toxics are gone, for connections that lived through them too', async () => {
    add('latency', { latency: 100 });
    const one = await client();
    one.say('a');
    await one.hears(1);
    proxy.reset();
    one.say('b');
    await expect(one.hears(2)).resolves.toBe('ab');
  });

  it('refuses connections while it is not enabled, on the same port afterwards', async () => {
    const listen = await lastingAddress();
    proxy = await proxies.add({ name: 'lasting', listen, upstream: proxy.state.upstream });
    const one = await client();
    await proxy.disable();
    await expect(one.end()).resolves.toBe('reset');
    await expect(Client.to(listen)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.enable();
    expect(proxy.state.listen).toBe(listen);
    const again = await client();
    again.say('x');
    await expect(again.hears(1)).resolves.toBe('x');
  });

  it('resets who comes while the store is away, and finds it where it went', async () => {
    echo.close();
    const lost = await client();
    await lost.end();
    const other = new Echo();
    proxy.moveTo({ host: '127.0.0.1', port: Number((await other.open()).split(':')[1]) });
    const one = await client();
    one.say('x');
    await expect(one.hears(1)).resolves.toBe('x');
    other.close();
  });

  it('does not read without end from one whose other side takes nothing', async () => {
    add('timeout', {}, { stream: 'downstream' });
    add('bandwidth', { rate: 1 }, { stream: 'upstream' });
    const one = await client();
    for (let block = 0; block < 64; block += 1) one.say(Buffer.alloc(1_048_576));
    await pause(SILENCE_MS);
    expect(one.socket.writableLength).toBeGreaterThan(0);
  });
});
