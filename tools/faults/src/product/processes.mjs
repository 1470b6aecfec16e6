import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Sends a signal; false when nobody is there any more. */
export function told(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
    return false;
  }
}

/** A store may be several processes. */
export function withChildren(pid) {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(withChildren)];
}

/** What lies in memory for a process, in MB; undefined when it has ended. */
export function memoryMbOf(pid) {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1];
  return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1_024);
}

/**
 * Files and connections that a process holds open; undefined when it has ended. Without those about its own threads: ClickHouse
 * keeps three open for each that ever worked, and its threads are counted for themselves.
 */
export function handlesOf(pid) {
  const held = entriesOf(`/proc/${pid}/fd`);
  return held?.filter((handle) => !/^\/proc\/\d+\/task\//.test(targetOf(`/proc/${pid}/fd/${handle}`))).length;
}

export const threadsOf = (pid) => entriesOf(`/proc/${pid}/task`)?.length;

function entriesOf(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

/** One that was closed meanwhile points nowhere. */
function targetOf(handle) {
  try {
    return readlinkSync(handle);
  } catch {
    return '';
  }
}

/** Of a process that has just ended nothing is left to read. */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
