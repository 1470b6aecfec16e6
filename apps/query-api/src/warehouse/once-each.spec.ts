import { sql, type Statement, statement, uint64 } from '@analytics/domain';
import { OnceEach } from './once-each';
import { Warehouse } from './warehouse';

class Counting extends Warehouse {
  readonly asked: string[] = [];

  run<Row>({ name }: Statement<Row>): Promise<Row[]> {
    this.asked.push(name);
    return name === 'breaks' ? Promise.reject(new Error('away')) : Promise.resolve([{ name } as Row]);
  }
}

const limits = { maxRows: 1, maxSeconds: 1, maxMemoryBytes: 1, maxRowsToRead: 1 };
const reading = (name: string, number: bigint) => statement({ name, query: sql`SELECT ${uint64(number)}`, limits });

describe('the readings of one answer', () => {
  it('are sent once each, under whatever name their parts ask', async () => {
    const warehouse = new Counting();
    const once = new OnceEach(warehouse);
    const rows = await Promise.all(
      [reading('people', 1n), reading('people-behind', 1n), reading('people', 2n)].map((one) => once.run(one)),
    );
    expect(warehouse.asked).toEqual(['people', 'people']);
    expect(rows[1]).toBe(rows[0]);
    await once.run(reading('people', 2n));
    expect(warehouse.asked).toHaveLength(2);
  });

  it('fail for all who asked', async () => {
    const once = new OnceEach(new Counting());
    const both = await Promise.allSettled([once.run(reading('breaks', 1n)), once.run(reading('breaks', 1n))]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
