import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Every process the stack starts carries this variable; its value names one data directory on one machine. */
export const OWNER_VARIABLE = 'ANALYTICS_STACK_OWNER';

function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command name stands in brackets and may hold brackets itself: the last one ends it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], started: fields[19] };
}

/** When a process began: with the pid this names one process for ever, a pid alone is given out again. */
export function startTimeOf(pid) {
  if (process.platform === 'linux') {
    try {
      const { state, started } = stat(pid);
      return state === 'Z' || state === 'X' ? undefined : started;
    } catch {
      return undefined;
    }
  }
  const answer = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return answer.stdout?.trim() || undefined;
}

export const identify = (pid) => ({ pid, started: startTimeOf(pid) });

export function isSame({ pid, started }) {
  return Number.isInteger(pid) && pid > 1 && started !== undefined && startTimeOf(pid) === started;
}

const everyPid = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

function ownerOf(pid) {
  try {
    const marker = `${OWNER_VARIABLE}=`;
    const entry = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .find((variable) => variable.startsWith(marker));
    return entry?.slice(marker.length);
  } catch {
    return undefined;
  }
}

/** Processes that were started for this owner, read from their own environment; never judged by name. */
export function ownedBy(owner) {
  if (process.platform !== 'linux') return [];
  return everyPid()
    .filter((pid) => Number(pid) !== process.pid && ownerOf(pid) === owner)
    .map((pid) => identify(Number(pid)))
    .filter(isSame);
}

/** Processes that work inside a folder: PostgreSQL's children overwrite their environment, but not where they stand. */
export function workingIn(folder) {
  if (process.platform !== 'linux') return [];
  return everyPid()
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        return false;
      }
    })
    .map((pid) => identify(Number(pid)))
    .filter(isSame);
}

export function signal(target, name) {
  if (!isSame(target)) return false;
  try {
    process.kill(target.pid, name);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}

export async function gone(targets, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const left = targets.filter(isSame);
    if (left.length === 0 || Date.now() >= deadline) return left;
    await sleep(20);
  }
}

/** Asks first, insists after the grace; returns what is still there, which should be nothing. */
export async function end(targets, { ask = 'SIGTERM', graceMs = 10_000 } = {}) {
  for (const target of targets) signal(target, ask);
  const left = await gone(targets, graceMs);
  for (const target of left) signal(target, 'SIGKILL');
  return gone(left, 5_000);
}
