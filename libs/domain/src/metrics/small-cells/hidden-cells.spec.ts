import { hiddenCells, splitColumns } from './hidden-cells';
import type { PeopleTable } from './people-table';

const table = (rows: Readonly<Record<string, readonly number[]>>): PeopleTable => new Map(Object.entries(rows));
const shown = (rows: Readonly<Record<string, readonly number[]>>) =>
  Object.fromEntries(
    [...hiddenCells(table(rows), 10)].map(([key, cells]) => [
      key,
      cells.map((hidden, column) => (hidden ? 'x' : rows[key]![column])),
    ]),
  );

describe('small cells', () => {
  it('are hidden, and the next smallest beside one, since the total of all is known', () => {
    expect(shown({ a: [100, 100], b: [3, 3], c: [40, 40], d: [60, 60] })).toEqual({
      a: [100, 100],
      b: ['x', 'x'],
      c: ['x', 'x'],
      d: [60, 60],
    });
  });

  it('are hidden by two or more, with as many people as a group must have', () => {
    expect(shown({ a: [1, 1], b: [2, 2], c: [50, 50], d: [60, 60] })).toMatchObject({ c: ['x', 'x'], d: [60, 60] });
    expect(shown({ a: [6, 6], b: [7, 7], c: [50, 50] })).toMatchObject({ c: [50, 50] });
  });

  it('are hidden beside the same one of two groups of one size, in whatever order they were read', () => {
    const rows = { card: [1, 1], sbp: [11, 11], wallet: [11, 11] };
    const [one, other] = [rows, Object.fromEntries(Object.entries(rows).reverse())].map((each) => shown(each));
    expect(other).toEqual(one);
    expect(one).toMatchObject({ sbp: ['x', 'x'], wallet: [11, 11] });
  });

  it('of nobody are told, and nothing is hidden where all groups are large', () => {
    expect(shown({ a: [0, 20], b: [20, 20] })).toEqual({ a: [0, 20], b: [20, 20] });
    expect(shown({ a: [10, 10], b: [11, 11] })).toEqual({ a: [10, 10], b: [11, 11] });
  });

  it('of one bucket are not what is left of the whole period', () => {
    const rows = { a: [2, 30, 30, 60], b: [50, 50, 50, 150], c: [50, 51, 52, 150] };
    const cells = hiddenCells(table(rows), 10);
    for (const row of cells.values()) {
      const points = row.slice(0, -1).filter(Boolean).length;
      expect(row.at(-1) || points !== 1).toBe(true);
    }
    expect(cells.get('a')![0]).toBe(true);
  });

  it('that are the only ones of their series take the whole period with them', () => {
    expect(shown({ a: [0, 5, 12] })).toEqual({ a: [0, 'x', 'x'] });
  });

  it('cannot be worked out of any table, whatever its numbers', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 300; round += 1) {
      const [groups, buckets] = [1 + random(6), 1 + random(5)];
      const rows = Object.fromEntries(
        Array.from({ length: groups }, (_, group) => {
          const points = Array.from({ length: buckets }, () => random(3) * random(20));
          return [`g${group}`, [...points, points.reduce((sum, one) => sum + one, 0)]];
        }),
      );
      const cells = [...hiddenCells(table(rows), 10)];
      for (let column = 0; column <= buckets; column += 1) {
        const hidden = cells.filter(([, row]) => row[column]).map(([key]) => rows[key]![column]!);
        const others = cells.filter(([key, row]) => !row[column] && rows[key]![column]! > 0);
        const sum = hidden.reduce((all, one) => all + one, 0);
        expect(hidden.length === 0 || others.length === 0 || (hidden.length > 1 && sum >= 10)).toBe(true);
      }
      for (const [key, row] of cells) {
        const hidden = row.slice(0, -1).filter(Boolean).length;
        expect(row.at(-1) ? hidden > 0 || rows[key]!.at(-1) === 0 : hidden !== 1).toBe(true);
        rows[key]!.forEach((people, column) => expect(people === 0 || people >= 10 || row[column]).toBe(true));
      }
    }
  });
});

describe('a choice of groups', () => {
  const all = { a: [100, 100], b: [3, 3], c: [40, 40], d: [60, 60] };
  const taking = (...names: (keyof typeof all)[]) =>
    splitColumns(table(all), table(Object.fromEntries(names.map((name) => [name, all[name]]))), 10);

  it('may take all that is hidden together, or nothing of it', () => {
    expect(taking('a', 'd')).toEqual([false, false]);
    expect(taking('a', 'b', 'c')).toEqual([false, false]);
    expect(taking('a', 'b')).toEqual([true, true]);
    expect(taking('a', 'c', 'd')).toEqual([true, true]);
  });
});
