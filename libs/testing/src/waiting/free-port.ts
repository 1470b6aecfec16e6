import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below what systems hand out to connections: a port from there may be somebody's before the process it is for has started.
 * And below those of the local stack's stores, which come back to theirs after they were killed.
 */
const OURS = { from: 15_000, until: 20_000 };

/** A port of the loopback address that nobody listens on. Where a server can take port 0 itself, prefer that. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(OURS.from, OURS.until);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
  server.close();
  await once(server, 'close');
  return true;
}
