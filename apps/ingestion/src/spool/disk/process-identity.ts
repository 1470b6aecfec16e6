import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names one process for ever: a pid alone is given out again, after a restart of a container even at once. */
export interface ProcessIdentity {
  readonly host: string;
  readonly boot: string;
  readonly pid: number;
  readonly started: string;
}

export function thisProcess(): ProcessIdentity {
  return { host: hostname(), boot: bootOfMachine(), pid: process.pid, started: startTimeOf(process.pid) ?? '' };
}

/** Whether that process still runs; a process of another host cannot be looked at. */
export function isAlive({ host, boot, pid, started }: ProcessIdentity): boolean | 'unknown' {
  if (host !== hostname()) return 'unknown';
  return boot === bootOfMachine() && startTimeOf(pid) === started;
}

function startTimeOf(pid: number): string | undefined {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim() || undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name stands in brackets and may hold brackets itself: the last one ends it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function bootOfMachine(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
