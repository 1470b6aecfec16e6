import type { StoreSize } from './generate-store';

/**
 * The stores that whole suites compare with the reference. `REFERENCE_EVENTS` and `REFERENCE_SEEDS` ask for more: 200 000 and
 * 20 by hand. They end on the last 9 November that is over, weeks after clocks changed and well before anything expires.
 */
export function referenceStores(env: NodeJS.ProcessEnv = process.env, now = new Date()): StoreSize[] {
  const events = Number(env['REFERENCE_EVENTS'] ?? 20_000);
  const seeds = Number(env['REFERENCE_SEEDS'] ?? 3);
  const thisYears = new Date(Date.UTC(now.getUTCFullYear(), 10, 9));
  const until = thisYears <= now ? thisYears : new Date(Date.UTC(now.getUTCFullYear() - 1, 10, 9));
  const users = Math.ceil(events / 60);
  return Array.from({ length: seeds }, (_, index) => ({ seed: index + 1, events, users, games: 20, days: 45, until }));
}
