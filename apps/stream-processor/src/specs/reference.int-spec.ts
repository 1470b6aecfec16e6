import {
  type Delivery,
  eventually,
  expectedTables,
  generateStore,
  referenceStores,
  SeededRandom,
  type TableCheck,
  tableDifferences,
  worldOf,
} from '@analytics/testing';
import { DeliveredWarehouse } from './delivered-warehouse.fixture';

jest.setTimeout(1_800_000);

/** In whatever order, a fifth of it twice. */
function outOfOrder(deliveries: readonly Delivery[], seed: number): Delivery[] {
  const random = new SeededRandom(seed);
  return random.shuffled([...deliveries, ...deliveries.filter(() => random.chance(0.2))]);
}

describe.each(referenceStores())('the warehouse of a store, seed $seed', (size) => {
  const deliveries = outOfOrder(generateStore(size).deliveries, size.seed);
  const delivered = deliveries.map(({ event }) => event);
  const { facts, derived, marts, daily } = expectedTables(delivered);
  let warehouse: DeliveredWarehouse;
  const differences = (tables: readonly TableCheck[]) => tableDifferences(warehouse.space.clickhouse, tables);

  beforeAll(async () => {
    warehouse = await DeliveredWarehouse.open(`reference-${size.seed}`);
    await warehouse.deliver(deliveries);
  });
  afterAll(() => warehouse.close());

  it('has the facts the reference has', async () => {
    for (const { name, rows } of [...facts, ...derived, ...marts, ...daily]) {
      expect([name, rows.length > 0]).toEqual([name, true]);
    }
    expect(await differences(facts)).toEqual([]);
  });

  it('has every contradiction in the dead letters, and nothing else', async () => {
    const { conflicts } = worldOf(delivered);
    await eventually(async () => expect(await warehouse.deadLetters()).toBe(conflicts.length));
  });

  it('has the marts the reference has', async () => {
    expect(await differences(marts)).toEqual([]);
  });

  it('has the sessions, wishes and owners the reference has', async () => {
    await eventually(async () => expect(await differences(derived)).toEqual([]), {
      withinMs: 600_000,
      everyMs: 1_000,
    });
  });

  it('has the daily answers the reference has', async () => {
    expect(await differences(daily)).toEqual([]);
  });

  it('has the same again after what follows from facts was lost', async () => {
    await warehouse.truncate(...derived.map(({ name }) => name));
    await warehouse.recomputeDerived();
    expect(await differences(derived)).toEqual([]);
  });

  it('has the same again after the marts were lost and are rebuilt', async () => {
    await warehouse.truncate(...marts.map(({ name }) => name));
    await warehouse.rebuildMarts();
    expect(await differences([...marts, ...daily])).toEqual([]);
  });
});
