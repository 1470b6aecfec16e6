import { expectedTables, generateStore, referenceStores, SeededRandom, tableDifferences } from '@analytics/testing';
import { WarehouseSuite } from './warehouse-suite.fixture';

jest.setTimeout(1_800_000);

const PARTS = 4;

describe.each(referenceStores())('the warehouse of a store, seed $seed', (size) => {
  const { events } = generateStore(size);
  const { facts, derived, marts } = expectedTables(events);
  let suite: WarehouseSuite;
  const differences = (tables: typeof facts) => tableDifferences(suite.space.clickhouse, tables);

  beforeAll(async () => {
    suite = await WarehouseSuite.open(`reference-${size.seed}`);
    const random = new SeededRandom(size.seed);
    const shuffled = random.shuffled(events);
    const length = Math.ceil(shuffled.length / PARTS);
    for (let from = 0; from < shuffled.length; from += length) {
      const part = shuffled.slice(from, from + length);
      await suite.insertFacts(part);
      await suite.settle(part);
      if (random.chance(0.5)) await suite.settle(part);
    }
  });
  afterAll(() => suite.close());

  it('has the facts the reference has', async () => {
    for (const { name, rows } of [...facts, ...derived, ...marts])
      {expect([name, rows.length > 0]).toEqual([name, true]);}
    expect(await differences(facts)).toEqual([]);
  });

  it('has the sessions, wishes and owners the reference has, whatever the order of arrival', async () => {
    expect(await differences(derived)).toEqual([]);
  });

  it('has the marts the reference has', async () => {
    expect(await differences(marts)).toEqual([]);
  });

  it('has the same again after what follows from facts was lost', async () => {
    await suite.truncate(...derived.map(({ name }) => name));
    await suite.recomputeDerived();
    expect(await differences(derived)).toEqual([]);
  });

  it('has the same again after the marts were lost and are rebuilt', async () => {
    await suite.truncate(...marts.map(({ name }) => name));
    await suite.rebuildMarts();
    expect(await differences(marts)).toEqual([]);
  });
});
