import { setTimeout as pause } from 'node:timers/promises';
import { Patience } from './patience';
import type { Progress } from './progress';

const LOOK_MS = 500;
const STANDSTILL_MS = 120_000;
/** Consumers hear of new records with their next fetch only, so one look that finds nothing says little. */
const QUIET_LOOKS = 4;
const BEHIND =
  /^(kafka_consumer_lag_records\{[^}]*group="(ingestion\.intake|stream-processor\.[a-z]+)"[^}]*\}|warehouse_ledger_lag_records\{[^}]*\}|ingestion_spool_records(?:\{[^}]*\})?) ([0-9.e+]+)$/gm;

/** Waits until nothing that was sent is on its way any more: not on ingestion's disk, not in intake, not to the warehouse, not to what follows from it. */
export async function untilCounted(metricsUrls: readonly string[], events: number, progress: Progress): Promise<void> {
  const patience = new Patience(STANDSTILL_MS);
  for (let quiet = 0; !patience.isOver; await pause(LOOK_MS)) {
    const behind = Math.max(...(await Promise.all(metricsUrls.map(recordsBehind))));
    quiet = behind === 0 ? quiet + 1 : 0;
    if (quiet === QUIET_LOOKS) return;
    const counted = Math.max(0, events - behind);
    patience.saw(behind);
    if (quiet === 0) progress.tell('counted', counted / events, counted);
  }
  throw new Error(`the demo data is not counted: nothing moved for ${STANDSTILL_MS / 1_000} s`);
}

/** The most that any of a service's consumers is behind; a service that does not answer is behind by everything. */
async function recordsBehind(url: string): Promise<number> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(30_000) }).catch(() => undefined);
  if (response === undefined) return Number.MAX_SAFE_INTEGER;
  const behind = new Map<string, number>();
  let consumes = false;
  for (const [, series, group, value] of (await response.text()).matchAll(BEHIND)) {
    const name = group ?? series!.split('{')[0]!;
    behind.set(name, (behind.get(name) ?? 0) + Number(value));
    consumes ||= group !== undefined;
  }
  // A service that has just started anew has not been given its partitions yet.
  return consumes ? Math.max(...behind.values()) : Number.MAX_SAFE_INTEGER;
}
