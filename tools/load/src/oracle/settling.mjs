import { setTimeout as pause } from 'node:timers/promises';
import { inDeadLetters, inLake, inWarehouse, martsBesideFacts, probesFound, rowsSoFar } from './found.mjs';
import { checksOf, isExact } from './verdict.mjs';

const LOOK_MS = 500;
/** The lake closes a file when it is full or old; marts and dead letters follow within seconds. */
const AFTERWARDS_MS = 180_000;

/** Until the warehouse has all of them, or nothing has moved for so long. Asking takes at most a tenth of the time. */
export async function untilStored({ warehouse, source, expected, stillMs = 300_000, tell = () => undefined }) {
  let last = { rows: -1, at: Date.now() };
  for (;;) {
    const began = Date.now();
    // A warehouse that is away for a moment has no more rows than before.
    const rows = await rowsSoFar(warehouse, source).catch(() => last.rows);
    tell(rows);
    if (rows !== last.rows) last = { rows, at: Date.now() };
    if (rows >= expected || Date.now() - last.at > stillMs) return { rows, at: last.at };
    await pause(Math.max(LOOK_MS, 10 * (Date.now() - began)));
  }
}

export async function foundOf({ warehouse, postgresUrl, source }) {
  return {
    warehouse: await inWarehouse(warehouse, source),
    lake: await inLake(warehouse, source),
    letters: await inDeadLetters(postgresUrl, source),
    probesFound: await probesFound(warehouse, source),
    marts: await martsBesideFacts(warehouse),
  };
}

/** Looks until everything is exact; what is not after a while is not, and a store that cannot be asked by then is an error. */
export async function judged(expected, stack, { withinMs = AFTERWARDS_MS } = {}) {
  for (const end = Date.now() + withinMs; ;) {
    const began = Date.now();
    const found = await foundOf(stack).catch((error) => {
      if (Date.now() > end) throw error;
    });
    if (found !== undefined) {
      const checks = checksOf(expected, found);
      if (isExact(checks) || Date.now() > end) return checks;
    }
    await pause(Math.max(2_000, 2 * (Date.now() - began)));
  }
}
