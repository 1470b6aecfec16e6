import { Refusal } from '../refusal';
import { nameOf } from '../toxics/toxic';
import type { Address } from './connection';
import { FaultProxy } from './fault-proxy';

const MOST_PROXIES = 64;
const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

/** `host:port` of this machine; anything else would make the proxy a way out of it. */
export function loopbackAddress(value: unknown, lowestPort: number): Address {
  const [, host, digits] = /^(.+):(\d{1,5})$/.exec(typeof value === 'string' ? value : '') ?? [];
  const port = Number(digits);
  const plain = host?.replace(/^\[(.*)\]$/, '$1');
  if (plain === undefined || !LOOPBACK.includes(plain)) throw new Refusal(400, 'an address is host:port of loopback');
  if (port < lowestPort || port > 65_535) throw new Refusal(400, `a port is from ${lowestPort} to 65535`);
  return { host: plain, port };
}

export class Proxies {
  private readonly byName = new Map<string, FaultProxy>();

  constructor(private readonly random: () => number) {}

  all(): FaultProxy[] {
    return [...this.byName.values()];
  }

  get(name: string): FaultProxy {
    const proxy = this.byName.get(name);
    if (proxy === undefined) throw new Refusal(404, `there is no proxy ${name}`);
    return proxy;
  }

  async add(body: Readonly<Record<string, unknown>>): Promise<FaultProxy> {
    const name = nameOf(body['name']);
    if (this.byName.has(name)) throw new Refusal(409, `there is a proxy ${name}`);
    if (this.byName.size >= MOST_PROXIES) throw new Refusal(409, `there are at most ${MOST_PROXIES} proxies`);
    const [listen, upstream] = [loopbackAddress(body['listen'], 0), loopbackAddress(body['upstream'], 1)];
    const proxy = await FaultProxy.open(name, listen, upstream, this.random);
    this.byName.set(name, proxy);
    if (body['enabled'] === false) await proxy.disable();
    return proxy;
  }

  async change(name: string, body: Readonly<Record<string, unknown>>): Promise<FaultProxy> {
    const proxy = this.get(name);
    if (body['upstream'] !== undefined) proxy.moveTo(loopbackAddress(body['upstream'], 1));
    if (body['enabled'] === true) await proxy.enable();
    if (body['enabled'] === false) await proxy.disable();
    return proxy;
  }

  async remove(name: string): Promise<void> {
    const proxy = this.get(name);
    this.byName.delete(name);
    await proxy.disable();
  }

  /** Everything as on the first day: all enabled, no toxic. */
  async reset(): Promise<void> {
    for (const proxy of this.byName.values()) {
      proxy.reset();
      await proxy.enable();
    }
  }

  async clear(): Promise<void> {
    await Promise.all([...this.byName.keys()].map((name) => this.remove(name)));
  }
}
