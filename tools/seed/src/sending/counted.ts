import { setTimeout as pause } from 'node:timers/promises';
import { Patience } from './patience';
import type { Progress } from './progress';

const LOOK_MS = 500;
const STANDSTILL_MS = 120_000;
/** Consumers hear of new records with their next fetch only, so one look that finds nothing says little. */
const QUIET_LOOKS = 4;
const BEHIND =
  /^(kafka_consumer_lag_records\{[^}]*group="(ingestion\.intake|stream-processor\.[a-z]+)"[^}]*\}|warehouse_ledger_lag_records\{[^}]*\}|ingestion_spool_records(?:\{[^}]*\})?) ([0-9.e+]+)$/gm;

/** Without a word of one of them nobody knows how far things are: it has just started anew, and was not given its partitions yet. */
const GROUPS = ['ingestion.intake', 'stream-processor.warehouse', 'stream-processor.derived'];

/** Waits until nothing that was sent is on its way: not on ingestion's disk, not in intake, not to the warehouse or what follows from it. */
export async function untilCounted(metricsUrls: readonly string[], events: number, progress: Progress): Promise<void> {
  const patience = new Patience(STANDSTILL_MS);
  for (let quiet = 0; !patience.isOver; await pause(LOOK_MS)) {
    const behind = await recordsBehind(metricsUrls);
    quiet = behind === 0 ? quiet + 1 : 0;
    if (quiet === QUIET_LOOKS) return;
    const counted = Math.max(0, events - behind);
    patience.saw(behind);
    if (quiet === 0) progress.tell('counted', counted / events, counted);
  }
  throw new Error(`the demo data is not counted: nothing moved for ${STANDSTILL_MS / 1_000} s`);
}

/** The most that any place on the way holds back; everything while one does not answer. */
async function recordsBehind(urls: readonly string[]): Promise<number> {
  const behind = new Map<string, number>();
  for (const text of await Promise.all(urls.map(metricsOf))) {
    for (const [, series, group, value] of text.matchAll(BEHIND)) {
      const name = group ?? series!.split('{')[0]!;
      behind.set(name, (behind.get(name) ?? 0) + Number(value));
    }
  }
  return GROUPS.every((group) => behind.has(group)) ? Math.max(...behind.values()) : Number.MAX_SAFE_INTEGER;
}

async function metricsOf(url: string): Promise<string> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(30_000) }).catch(() => undefined);
  return response === undefined ? '' : response.text();
}
