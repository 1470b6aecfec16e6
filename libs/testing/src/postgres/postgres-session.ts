import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { errorFieldsOf, message, type Message, rowOf, startup, takeMessages, uint32 } from './messages';
import { Scram } from './scram';

export class PostgresRefused extends Error {
  constructor(
    readonly sqlState: string,
    sentence: string,
  ) {
    super(`PostgreSQL: ${sentence} (SQLSTATE ${sqlState})`);
    this.name = 'PostgresRefused';
  }
}

const TIMEOUT_MS = 30_000;
type Row = (string | null)[];

/**
 * Just enough of a client to make and drop a suite's database. It is here because the driver belongs to the PostgreSQL
 * library alone, and a suite's namespace must not hang on the code that the suite tests. No TLS: the test stack is local.
 */
export class PostgresSession {
  private pending: Buffer = Buffer.alloc(0);

  private readonly chunks: AsyncIterator<unknown>;

  private constructor(private readonly socket: Socket) {
    this.chunks = socket[Symbol.asyncIterator]();
  }

  /** Opens a session, does the work and ends it, whatever happens. */
  static async run<T>(url: string, work: (session: PostgresSession) => Promise<T>): Promise<T> {
    const { hostname, port, username, password, pathname } = new URL(url);
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 5432) });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new PostgresRefused('08006', 'no answer in time')));
    try {
      await once(socket, 'connect');
      const session = new PostgresSession(socket);
      const database = decodeURIComponent(pathname.slice(1));
      await session.logIn(decodeURIComponent(username), decodeURIComponent(password), database);
      const answer = await work(session);
      socket.end(message('X'));
      return answer;
    } finally {
      socket.destroy();
    }
  }

  /** Runs SQL as it is (nothing is bound, so only with text of our own) and gives the rows as texts. */
  async query(sql: string): Promise<Row[]> {
    this.socket.write(message('Q', sql));
    const rows: Row[] = [];
    let refused: PostgresRefused | undefined;
    await this.untilReady(({ type, body }) => {
      if (type === 'D') rows.push(rowOf(body));
      if (type === 'E') refused ??= refusal(body);
    });
    if (refused !== undefined) throw refused;
    return rows;
  }

  private async logIn(user: string, password: string, database: string): Promise<void> {
    const scram = new Scram(password);
    this.socket.write(startup({ user, database, client_encoding: 'UTF8' }));
    await this.untilReady(({ type, body }) => {
      if (type === 'E') throw refusal(body);
      if (type === 'R') this.authenticate(body, password, scram);
    });
  }

  private authenticate(body: Buffer, password: string, scram: Scram): void {
    const text = body.toString('utf8', 4);
    const code = body.readUInt32BE(0);
    switch (code) {
      case 0:
        return;
      case 3:
        this.socket.write(message('p', password));
        return;
      case 10: {
        const first = Buffer.from(scram.first());
        this.socket.write(message('p', 'SCRAM-SHA-256', uint32(first.length), first));
        return;
      }
      case 11:
        this.socket.write(message('p', Buffer.from(scram.answer(text))));
        return;
      case 12:
        scram.check(text);
        return;
      default:
        throw new PostgresRefused('28000', `the server wants to be logged in to in an unknown way (${code})`);
    }
  }

  private async untilReady(take: (message: Message) => void): Promise<void> {
    for (;;) {
      const { messages, rest } = takeMessages(this.pending);
      this.pending = rest;
      for (const each of messages) take(each);
      if (messages.at(-1)?.type === 'Z') return;
      this.pending = Buffer.concat([this.pending, await this.bytes()]);
    }
  }

  private async bytes(): Promise<Buffer> {
    const { value, done } = await this.chunks.next();
    if (done === true) throw new PostgresRefused('08006', 'the server closed the connection');
    return value as Buffer;
  }
}

function refusal(body: Buffer): PostgresRefused {
  const { C: state = 'XX000', M: sentence = 'refused' } = errorFieldsOf(body);
  return new PostgresRefused(state, sentence);
}
