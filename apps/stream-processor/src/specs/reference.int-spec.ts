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

type Expected = ReturnType<typeof expectedOf>;

function expectedOf(deliveries: readonly Delivery[]) {
  const delivered = deliveries.map(({ event }) => event);
  return { ...expectedTables(delivered), conflicts: worldOf(delivered).conflicts.length };
}

describe.each(referenceStores())('the warehouse of a store, seed $seed', (size) => {
  let expected: Expected | undefined;
  let warehouse: DeliveredWarehouse;
  const differences = (tables: readonly TableCheck[]) => tableDifferences(warehouse.space.clickhouse, tables);

  beforeAll(async () => {
    const deliveries = outOfOrder(generateStore(size).deliveries, size.seed);
    expected = expectedOf(deliveries);
    warehouse = await DeliveredWarehouse.open(`reference-${size.seed}`);
    await warehouse.deliver(deliveries);
  });
  // One store at a time is held: twenty of 200 000 events do not fit into a process.
  afterAll(async () => {
    expected = undefined;
    await warehouse.close();
  });

  it('has the facts the reference has', async () => {
    const { facts, derived, marts, daily } = expected!;
    for (const { name, rows } of [...facts, ...derived, ...marts, ...daily]) {
      expect([name, rows.length > 0]).toEqual([name, true]);
    }
    expect(await differences(facts)).toEqual([]);
  });

  it('has every contradiction in the dead letters, and nothing else', async () => {
    await eventually(async () => expect(await warehouse.deadLetters()).toBe(expected!.conflicts));
  });

  it('has the marts the reference has', async () => {
    expect(await differences(expected!.marts)).toEqual([]);
  });

  it('has the sessions, wishes and owners the reference has', async () => {
    await eventually(async () => expect(await differences(expected!.derived)).toEqual([]), {
      withinMs: 600_000,
      everyMs: 1_000,
    });
  });

  it('has the daily answers the reference has', async () => {
    expect(await differences(expected!.daily)).toEqual([]);
  });

  it('has the same again after what follows from facts was lost', async () => {
    const { derived } = expected!;
    await warehouse.truncate(...derived.map(({ name }) => name));
    await warehouse.recomputeDerived();
    expect(await differences(derived)).toEqual([]);
  });

  it('has the same again after the marts were lost and are rebuilt', async () => {
    const { marts, daily } = expected!;
    await warehouse.truncate(...marts.map(({ name }) => name));
    await warehouse.rebuildMarts();
    expect(await differences([...marts, ...daily])).toEqual([]);
  });
});
