import { setImmediate as nextTurn } from 'node:timers/promises';

const ITEMS_PER_TURN = 500;

/** Long work in small parts: requests, heartbeats and answers of stores get their turn in between. */
export async function inTurns<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => R,
  itemsPerTurn: number = ITEMS_PER_TURN,
): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) {
    results.push(work(item, results.length));
    if (results.length % itemsPerTurn === 0) await nextTurn();
  }
  return results;
}
