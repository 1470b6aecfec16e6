import { setImmediate as nextTurn } from 'node:timers/promises';

const ITEMS_PER_TURN = 500;

/** Long work in small parts: requests and heartbeats get their turn in between. */
export async function inTurns<T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) {
    results.push(work(item));
    if (results.length % ITEMS_PER_TURN === 0) await nextTurn();
  }
  return results;
}
