import { inTurns } from './in-turns';

describe('work in turns', () => {
  it('answers in the order of the items and lets others go on in between', async () => {
    let turns = 0;
    let going = true;
    const other = (): void => {
      turns += 1;
      if (going) setImmediate(other);
    };
    setImmediate(other);
    const seen: number[] = [];
    const items = Array.from({ length: 40 }, (_, index) => index);
    const work = (item: number, index: number): number => {
      seen.push(turns);
      return item + index;
    };
    const sums = await inTurns(items, work, 10);
    going = false;
    expect(sums).toEqual(items.map((item) => 2 * item));
    expect(new Set(seen).size).toBe(4);
  });
});
