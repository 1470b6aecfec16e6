import { readdirSync, readFileSync } from 'node:fs';

const TICK_SECONDS = 0.01;
const PAGE_MB = 4_096 / 2 ** 20;

function readStat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything, also brackets.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number);
    return {
      parent: Number(fields[1]),
      cpuSeconds: (user + system + endedUser + endedSystem) * TICK_SECONDS,
      memoryMb: Number(fields[21]) * PAGE_MB,
    };
  } catch {
    return undefined;
  }
}

/** Processor time and memory of those processes that run, each with all its children: a store may be many processes. */
export function usageOf(pids) {
  const stats = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(name);
    if (stat !== undefined) stats.set(Number(name), stat);
  }
  const children = new Map();
  for (const [pid, { parent }] of stats) children.set(parent, [...(children.get(parent) ?? []), pid]);
  const sum = (pid) => {
    const { cpuSeconds, memoryMb } = stats.get(pid);
    return (children.get(pid) ?? []).reduce(
      (total, child) => {
        const of = sum(child);
        return { cpuSeconds: total.cpuSeconds + of.cpuSeconds, memoryMb: total.memoryMb + of.memoryMb };
      },
      { cpuSeconds, memoryMb },
    );
  };
  const there = Object.entries(pids).filter(([, pid]) => stats.has(pid));
  return Object.fromEntries(there.map(([name, pid]) => [name, sum(pid)]));
}
