import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A server that answers what it is told, and remembers all of it. */
export class Echo {
  private readonly sockets = new Set<Socket>();
  private readonly news = new EventEmitter();
  connections = 0;
  heard = Buffer.alloc(0);
  private readonly server = createServer({ allowHalfOpen: true }, (socket) => {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('data', (data: Buffer) => {
      this.heard = Buffer.concat([this.heard, data]);
      socket.write(data);
      this.news.emit('news');
    });
    socket.on('error', () => undefined);
    socket.once('end', () => socket.end());
    socket.once('close', () => this.news.emit('news'));
  });

  async open(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Ends when so many bytes have come. */
  async hears(bytes: number): Promise<string> {
    while (this.heard.length < bytes) await once(this.news, 'news');
    return this.heard.toString();
  }

  /** Ends when somebody was connected and nobody is any more: nothing will be heard after that. */
  async over(): Promise<void> {
    while (this.connections === 0 || [...this.sockets].some(({ closed }) => !closed)) await once(this.news, 'news');
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}

/** A free address that nobody gets while it is let go of: it lies below the ports that are given to outgoing connections. */
export async function lastingAddress(): Promise<string> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return `127.0.0.1:${port}`;
  }
}

/** A client that keeps what it hears, when, and how its connection ended. */
export class Client {
  heard = Buffer.alloc(0);
  readonly heardAt: number[] = [];
  ended: 'end' | 'reset' | undefined;
  private readonly closed: Promise<unknown>;

  private constructor(readonly socket: Socket) {
    socket.on('data', (data: Buffer) => {
      this.heard = Buffer.concat([this.heard, data]);
      this.heardAt.push(performance.now());
    });
    socket.on('end', () => (this.ended ??= 'end'));
    socket.on('error', () => (this.ended = 'reset'));
    this.closed = new Promise((resolve) => socket.once('close', resolve));
  }

  static async to(address: string): Promise<Client> {
    const [host, port] = address.split(':') as [string, string];
    const client = new Client(connect({ host, port: Number(port) }));
    await once(client.socket, 'connect');
    return client;
  }

  say(data: Buffer | string): void {
    this.socket.write(data);
  }

  async end(): Promise<'end' | 'reset' | undefined> {
    await this.closed;
    return this.ended;
  }

  /** Ends when so many bytes have come, or the connection is over. */
  async hears(bytes: number): Promise<string> {
    while (this.heard.length < bytes && !this.socket.closed) {
      await Promise.race([once(this.socket, 'data'), this.closed]);
    }
    return this.heard.toString('latin1');
  }
}
