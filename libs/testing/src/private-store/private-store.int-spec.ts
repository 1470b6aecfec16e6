import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { PostgresRefused, PostgresSession } from '../postgres/postgres-session';
import { type PrivateStore, startPrivateStore } from './private-store';

const alive = (pid: number) => existsSync(`/proc/${pid}`);

/** Speaks Redis over a plain socket: the answers to the commands, as they come. */
async function redis(store: PrivateStore<'redis'>, ...commands: string[]): Promise<string> {
  const { port, password } = new URL(store.connection.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.end(`${[`AUTH ${password}`, ...commands].join('\r\n')}\r\n`);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('utf8').replace('+OK\r\n', '');
}

describe('a private store', () => {
  it('is killed and comes back on the same port with its data', async () => {
    const store = await startPrivateStore('redis');
    const { pid, connection } = store;
    expect(await redis(store, 'SET kept yes')).toBe('+OK\r\n');
    await store.kill9();
    expect(alive(pid)).toBe(false);
    await expect(redis(store, 'PING')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await store.restart();
    expect(store.connection).toEqual({ ...connection, pid: store.pid });
    expect(store.pid).not.toBe(pid);
    expect(await redis(store, 'GET kept')).toBe('$3\r\nyes\r\n');
    await store.stop();
    expect(alive(store.pid)).toBe(false);
  });

  it('can be frozen, and stopped while it is', async () => {
    const store = await startPrivateStore('redis');
    store.freeze();
    const answer = redis(store, 'PING');
    await expect(Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 300, 'silence'))])).resolves.toBe(
      'silence',
    );
    store.thaw();
    await expect(answer).resolves.toBe('+PONG\r\n');
    store.freeze();
    await store.stop();
    expect(alive(store.pid)).toBe(false);
  });

  it('PostgreSQL wants its generated password', async () => {
    const store = await startPrivateStore('postgres');
    try {
      const { url } = store.connection;
      expect(new URL(url).password).not.toBe('');
      expect(await PostgresSession.run(url, (session) => session.query("SELECT 'in', NULL"))).toEqual([['in', null]]);
      const wrong = new URL(url);
      wrong.password = 'wrong';
      const refused = PostgresSession.run(wrong.href, (session) => session.query('SELECT 1'));
      await expect(refused).rejects.toThrow(PostgresRefused);
      await expect(refused).rejects.toMatchObject({ sqlState: '28P01' });
    } finally {
      await store.stop();
    }
  });

  it('tells why it did not start and leaves nothing behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('private-nosuch'));
    await expect(startPrivateStore('nosuch' as 'redis')).rejects.toThrow(/nosuch.*Say which store/s);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('private-nosuch'))).toEqual(before);
  });
});
