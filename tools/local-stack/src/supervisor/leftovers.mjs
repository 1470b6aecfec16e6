import { end, isSame, ownedBy } from '../system/processes.mjs';

/** The supervisor carries a mark of its own, so that it is found also when its records are lost. */
export const supervisorMark = (data) => `${data.owner}#supervisor`;

export function runningSupervisor(data, run) {
  if (data.owner === undefined) return undefined;
  if (run?.supervisor !== undefined && isSame(run.supervisor)) return run.supervisor;
  return ownedBy(supervisorMark(data))[0];
}

/**
 * What is provably this stack's and still runs without its supervisor: processes that carry its mark, and those it has
 * written down with the very start time they have. A pid alone proves nothing.
 */
export function leftovers(data, run) {
  if (data.owner === undefined) return [];
  const marked = [...ownedBy(supervisorMark(data)), ...ownedBy(data.owner)];
  const known = new Set(marked.map(({ pid }) => pid));
  const recorded = (run?.processes ?? []).filter((entry) => isSame(entry) && !known.has(entry.pid));
  return [...marked, ...recorded];
}

export async function endLeftovers(data, run) {
  const found = leftovers(data, run);
  await end(found, { graceMs: 8_000 });
  return found.length;
}
