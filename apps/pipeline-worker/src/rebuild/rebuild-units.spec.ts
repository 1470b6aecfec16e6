import type { CommittedLakeBatch } from '@analytics/infra-postgres';
import { type RebuildUnit, unitsOf } from './rebuild-units';

const batch = (from: number, rows: number, files = 1): CommittedLakeBatch =>
  ({
    ...{ topic: 't', part: 0, from: BigInt(from), to: BigInt(from + rows - 1), rows },
    files: Array.from({ length: files }, (_, index) => ({ key: `${from}/${index}` })),
  }) as unknown as CommittedLakeBatch;

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield Promise.resolve(item) as Awaited<T>;
}

async function units(...batches: CommittedLakeBatch[]): Promise<RebuildUnit[]> {
  const found: RebuildUnit[] = [];
  for await (const unit of unitsOf(each(batches))) found.push(unit);
  return found;
}

describe('the units a lake is read in', () => {
  it('join small batches, and take a large one alone', async () => {
    expect(await units(batch(0, 20_000), batch(20_000, 30_000), batch(50_000, 1), batch(50_001, 90_000))).toEqual([
      { keys: ['0/0', '20000/0'], to: 49_999n },
      { keys: ['50000/0'], to: 50_000n },
      { keys: ['50001/0'], to: 140_000n },
    ]);
  });

  it('bound the files of a question too', async () => {
    const found = await units(batch(0, 10, 200), batch(10, 10, 56), batch(20, 10, 1));
    expect(found.map(({ keys }) => keys.length)).toEqual([256, 1]);
  });

  it('are none for a lake that is empty', async () => {
    expect(await units()).toEqual([]);
  });
});
