import type { StoreSize } from './generate-store';

/**
 * The stores that whole suites compare with the reference. `REFERENCE_EVENTS` and `REFERENCE_SEEDS` ask for more: 200 000 and
 * 20 by hand; `REFERENCE_FROM_SEED` begins elsewhere. They end on the last 9 November that is over, weeks after clocks changed
 * and well before anything expires; every third is so long that also the windows of wishes close.
 */
export function referenceStores(env: NodeJS.ProcessEnv = process.env, now = new Date()): StoreSize[] {
  const asked = (name: string, otherwise: number): number => Number(env[name] ?? otherwise);
  const events = asked('REFERENCE_EVENTS', 20_000);
  const thisYears = new Date(Date.UTC(now.getUTCFullYear(), 10, 9));
  const until = thisYears <= now ? thisYears : new Date(Date.UTC(now.getUTCFullYear() - 1, 10, 9));
  const users = Math.ceil(events / 60);
  return Array.from({ length: asked('REFERENCE_SEEDS', 3) }, (_, index) => {
    const seed = asked('REFERENCE_FROM_SEED', 1) + index;
    return { seed, events, users, games: 20, days: seed % 3 === 0 ? 220 : 45, until };
  });
}
