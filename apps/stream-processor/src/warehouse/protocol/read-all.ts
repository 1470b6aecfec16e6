import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Received } from '@analytics/infra-kafka';
import { type Read, readRecord } from './candidate';

const RECORDS_PER_TURN = 500;

/** Long work in small parts: heartbeats get their turn in between. */
export async function readAll(records: readonly Received[]): Promise<Read[]> {
  const reads: Read[] = [];
  for (const record of records) {
    reads.push(readRecord(record));
    if (reads.length % RECORDS_PER_TURN === 0) await nextTurn();
  }
  return reads;
}
