import { randomInt } from 'node:crypto';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { HOST } from './loopback.mjs';

export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Below the range the kernel takes outgoing ports from. Inside it a client that dials a store which is down for a
 * second can be given the very port it dials, connect to itself, and keep the store from coming back.
 */
const LOWEST = 20_000;
const ATTEMPTS = 200;

function highest() {
  try {
    const first = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/)[0]);
    return first > LOWEST + 1000 ? first : LOWEST + 12_000;
  } catch {
    return LOWEST + 12_000;
  }
}

export async function pickFree(taken = new Set()) {
  const limit = highest();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(LOWEST, limit);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`no free port found between ${LOWEST} and ${limit}`);
}

const LISTENING = '0A';

function socketInode(port) {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    let text;
    try {
      text = readFileSync(table, 'utf8');
    } catch {
      continue;
    }
    for (const line of text.split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (local?.endsWith(`:${hex}`) && state === LISTENING) return inode;
    }
  }
  return undefined;
}

/** The process that listens on a port, where this system tells and we may look; undefined otherwise. */
export function listenerOf(port) {
  const inode = socketInode(port);
  if (inode === undefined) return undefined;
  const wanted = `socket:[${inode}]`;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        if (readlinkSync(`/proc/${pid}/fd/${fd}`) === wanted) return Number(pid);
      }
    } catch {
      // Another user's process, or one that has just ended.
    }
  }
  return undefined;
}
