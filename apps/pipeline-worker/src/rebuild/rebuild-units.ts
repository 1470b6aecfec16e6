import type { CommittedLakeBatch } from '@analytics/infra-postgres';

const MOST_ROWS = 50_000;
const MOST_FILES = 256;

/** Neighbouring batches of a partition that are read in one go. */
export interface RebuildUnit {
  readonly keys: readonly string[];
  readonly to: bigint;
}

/** Batches, put together so that small ones do not cost a question each; from the same batches always the same units. */
export async function* unitsOf(batches: AsyncIterable<CommittedLakeBatch>): AsyncGenerator<RebuildUnit> {
  let unit: CommittedLakeBatch[] = [];
  let [rows, files] = [0, 0];
  for await (const batch of batches) {
    if (unit.length > 0 && (rows + batch.rows > MOST_ROWS || files + batch.files.length > MOST_FILES)) {
      yield unitOf(unit);
      [unit, rows, files] = [[], 0, 0];
    }
    unit.push(batch);
    rows += batch.rows;
    files += batch.files.length;
  }
  if (unit.length > 0) yield unitOf(unit);
}

const unitOf = (batches: readonly CommittedLakeBatch[]): RebuildUnit => ({
  keys: batches.flatMap(({ files }) => files.map(({ key }) => key)),
  to: batches.at(-1)!.to,
});
