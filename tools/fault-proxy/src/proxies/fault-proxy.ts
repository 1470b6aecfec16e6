import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { Refusal } from '../refusal';
import type { Toxic } from '../toxics/toxic';
import { type Address, Connection } from './connection';

const MOST_TOXICS = 32;
const MOST_CONNECTIONS = 1_000;

/** Stands in front of one store; takes connections only while it is enabled. */
export class FaultProxy {
  private toxics: readonly Toxic[] = [];
  private readonly connections = new Set<Connection>();
  private server: Server | undefined;

  private constructor(
    readonly name: string,
    private listen: Address,
    private upstream: Address,
    private readonly random: () => number,
  ) {}

  static async open(name: string, listen: Address, upstream: Address, random: () => number): Promise<FaultProxy> {
    const proxy = new FaultProxy(name, listen, upstream, random);
    await proxy.enable();
    return proxy;
  }

  get state() {
    const at = ({ host, port }: Address): string => `${host}:${port}`;
    return {
      name: this.name,
      listen: at(this.listen),
      upstream: at(this.upstream),
      enabled: this.server !== undefined,
      connections: this.connections.size,
      toxics: this.toxics,
    };
  }

  async enable(): Promise<void> {
    if (this.server !== undefined) return;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      if (this.connections.size >= MOST_CONNECTIONS) return void client.resetAndDestroy();
      const connection: Connection = new Connection(
        client,
        this.upstream,
        () => this.toxics,
        this.random,
        () => this.connections.delete(connection),
      );
      this.connections.add(connection);
    });
    server.listen(this.listen);
    try {
      await once(server, 'listening');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new Refusal(409, `${this.listen.host}:${this.listen.port} cannot be listened on: ${code}`);
    }
    this.listen = { host: this.listen.host, port: (server.address() as AddressInfo).port };
    this.server = server;
  }

  /** Nobody is listened to any more, and who is connected is cut off. */
  async disable(): Promise<void> {
    const server = this.server;
    if (server === undefined) return;
    this.server = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const connection of this.connections) connection.cut('reset');
    await closed;
  }

  moveTo(upstream: Address): void {
    this.upstream = upstream;
  }

  add(toxic: Toxic): Toxic {
    if (this.toxics.some(({ name }) => name === toxic.name)) throw new Refusal(409, `there is a toxic ${toxic.name}`);
    if (this.toxics.length >= MOST_TOXICS) throw new Refusal(409, `a proxy has at most ${MOST_TOXICS} toxics`);
    this.change([...this.toxics, toxic]);
    return toxic;
  }

  toxic(name: string): Toxic {
    const found = this.toxics.find((toxic) => toxic.name === name);
    if (found === undefined) throw new Refusal(404, `there is no toxic ${name}`);
    return found;
  }

  remove(name: string): void {
    const gone = this.toxic(name);
    this.change(this.toxics.filter((toxic) => toxic !== gone));
  }

  reset(): void {
    this.change([]);
  }

  private change(toxics: readonly Toxic[]): void {
    const wereHalfOpen = this.toxics.some(({ type }) => type === 'half_open');
    this.toxics = toxics;
    for (const connection of this.connections) connection.toxicsChanged();
    // Bytes of these connections were swallowed: they cannot go on as if nothing had been.
    const areHalfOpen = toxics.some(({ type }) => type === 'half_open');
    if (wereHalfOpen && !areHalfOpen) for (const connection of this.connections) connection.cut('reset');
  }
}
