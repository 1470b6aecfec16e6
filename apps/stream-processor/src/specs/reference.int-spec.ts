import { expectedTables, generateStore, referenceStores, tableDifferences } from '@analytics/testing';
import { insertFacts, openWarehouseSuite, type WarehouseSuite } from './warehouse-suite.fixture';

jest.setTimeout(600_000);

describe.each(referenceStores())('the facts of a store, seed $seed', (size) => {
  let suite: WarehouseSuite;
  beforeAll(async () => {
    suite = await openWarehouseSuite(`reference-${size.seed}`);
  });
  afterAll(() => suite.close());

  it('make every table of facts and every mart equal to the reference', async () => {
    const { events } = generateStore(size);
    await insertFacts(suite.clickhouse, events);
    const { facts, marts } = expectedTables(events);
    expect(await tableDifferences(suite.space.clickhouse, [...facts, ...marts])).toEqual([]);
  });
});
