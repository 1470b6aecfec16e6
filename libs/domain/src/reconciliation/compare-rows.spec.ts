import fc from 'fast-check';
import { asRanges, type ComparedRow, compareRows, notHere, xorOfEvents } from './compare-rows';

const row = (offset: number, identity = `event-${offset}`, hash = 1_000 + offset): ComparedRow => ({
  offset: BigInt(offset),
  identity,
  hash: BigInt(hash),
});
const rows = (...offsets: number[]): ComparedRow[] => offsets.map((offset) => row(offset));
const nothing = { missing: [], extra: [], changed: [], duplicates: 0, restore: [] };

describe('a comparison of lake and warehouse', () => {
  it('finds nothing where both hold the same, in whatever order', () => {
    expect(compareRows(rows(1, 2, 3), rows(3, 1, 2))).toEqual(nothing);
  });

  it('names what is missing, what is doubled, what the lake does not have and what is another', () => {
    expect(compareRows(rows(1, 2, 3), rows(1, 3))).toEqual({ ...nothing, missing: [2n], restore: [2n] });
    expect(compareRows(rows(1, 2), rows(1, 2, 2))).toEqual({ ...nothing, extra: [2n], restore: [2n] });
    expect(compareRows(rows(1), rows(1, 9))).toEqual({ ...nothing, extra: [9n] });
    expect(compareRows(rows(1, 2), [row(1), row(2, 'event-2', 7)])).toEqual({
      ...nothing,
      changed: [2n],
      restore: [2n],
    });
    expect(compareRows(rows(1, 2), [row(1), row(2, 'other')])).toEqual({ ...nothing, changed: [2n], restore: [2n] });
  });

  it('takes a repeat in the lake for one that the warehouse left out, whichever of them it kept', () => {
    const lake = [row(1, 'a'), row(2, 'a', 5), row(3, 'b')];
    expect(compareRows(lake, [row(1, 'a'), row(3, 'b')])).toEqual({ ...nothing, duplicates: 1 });
    expect(compareRows(lake, [row(2, 'a', 5), row(3, 'b')])).toEqual({ ...nothing, duplicates: 1 });
  });

  it('sums of the lake what counts, each event once, so that it equals the warehouse where that is right', () => {
    const lake = [row(1, 'a', 1), row(2, 'a', 2), row(3, 'b', 4), row(4, 'never stored', 8)];
    expect(xorOfEvents(lake, new Set([1n, 3n]))).toBe(5n);
    expect(xorOfEvents(lake, new Set([2n, 3n]))).toBe(6n);
    expect(xorOfEvents(lake, new Set([1n, 2n, 3n, 9n]))).toBe(5n);
    expect(xorOfEvents(lake, new Set())).toBe(0n);
  });

  it('asks for an event once although the lake has it twice, and for none that is stored elsewhere', () => {
    const lake = [row(1, 'a'), row(2, 'a'), row(3, 'b')];
    expect(compareRows(lake, [])).toEqual({ ...nothing, missing: [1n, 3n], duplicates: 1, restore: [1n, 3n] });
    expect(compareRows(lake, [], new Set(['a']))).toEqual({ ...nothing, missing: [3n], duplicates: 2, restore: [3n] });
    expect(notHere(lake, [row(3, 'b')])).toEqual(['a']);
  });

  it('tells an event that the warehouse took twice from two offsets', () => {
    const lake = [row(1, 'a'), row(2, 'a'), row(3, 'b')];
    expect(compareRows(lake, lake)).toEqual({ ...nothing, extra: [2n] });
  });

  it('puts every fault in one list, and after its mending finds nothing', () => {
    const lakeRows = fc.array(fc.tuple(fc.nat(5), fc.nat(2)), { maxLength: 20 });
    const faults = fc.array(fc.tuple(fc.nat(25), fc.nat(3)), { maxLength: 8 });
    fc.assert(
      fc.property(lakeRows, faults, (given, damage) => {
        const lake = given.map(([identity, hash], offset) => row(offset, `event-${identity}`, hash));
        const first = new Set<string>();
        let warehouse = lake.filter(({ identity }) => !first.has(identity) && first.add(identity));
        for (const [at, how] of damage) {
          if (how === 0) warehouse = warehouse.filter((_, index) => index !== at);
          else if (how === 1) warehouse = warehouse.flatMap((each, index) => (index === at ? [each, each] : [each]));
          else if (how === 2) {
            warehouse = warehouse.map((each, index) => (index === at ? { ...each, hash: 99n } : each));
          } else warehouse = [...warehouse, ...lake.slice(at, at + 1)];
        }
        const found = compareRows(lake, warehouse);
        const touched = [...found.missing, ...found.extra, ...found.changed];
        expect(new Set(touched).size).toBe(touched.length);
        const left = warehouse.filter(({ offset }) => !found.extra.includes(offset) && !found.changed.includes(offset));
        const back = lake.filter(({ offset }) => found.restore.includes(offset));
        expect(compareRows(lake, [...left, ...back])).toMatchObject({ missing: [], extra: [], changed: [] });
      }),
      { numRuns: 500 },
    );
  });
});

describe('offsets as ranges', () => {
  it('join neighbours and stop at the limit', () => {
    expect(asRanges([5n, 1n, 2n, 3n, 9n], 10)).toEqual([
      [1n, 3n],
      [5n, 5n],
      [9n, 9n],
    ]);
    expect(asRanges([1n, 3n, 5n], 2)).toEqual([
      [1n, 1n],
      [3n, 3n],
    ]);
    expect(asRanges([], 2)).toEqual([]);
  });
});
