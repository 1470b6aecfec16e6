import { EVENT_LIMITS } from '@analytics/contracts';
import type { ImportRow, ImportRows } from '../rows/import-row';

/** As much as many rows of usual size have: rows of the largest size travel a few at a time. */
const BATCH_CHARACTERS = 16 * EVENT_LIMITS.eventBytes;

/** Rows in batches that depend on nothing but the rows, so that a repeat makes the same ones. */
export async function* batchesOf(rows: ImportRows, limit: number): AsyncGenerator<readonly ImportRow[]> {
  let batch: ImportRow[] = [];
  let characters = 0;
  for await (const some of rows) {
    for (const row of some) {
      if (batch.length > 0 && (batch.length >= limit || characters + row.text.length > BATCH_CHARACTERS)) {
        yield batch;
        batch = [];
        characters = 0;
      }
      batch.push(row);
      characters += row.text.length;
    }
  }
  if (batch.length > 0) yield batch;
}
