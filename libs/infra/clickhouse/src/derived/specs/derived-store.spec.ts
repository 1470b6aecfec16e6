import { inNamedSlices } from '../derived-store';

const named = (names: readonly string[], size = 5_000) =>
  inNamedSlices(names, size, (name) => name).map(({ length }) => length);

describe('slices of subjects with names', () => {
  it('hold so many at most, in their order', () => {
    expect(inNamedSlices(['a', 'b', 'c'], 2, (name) => name)).toEqual([['a', 'b'], ['c']]);
    expect(named([])).toEqual([]);
  });

  it('end where the names of one question do, counted in bytes', () => {
    const [latin, russian] = ['x', 'ж'].map((sign) => Array.from({ length: 200 }, (_, i) => sign.repeat(985) + i));
    expect(named(latin!)).toEqual([98, 98, 4]);
    expect(named(russian!)[0]).toBe(49);
  });

  it('take a name that is said already for next to nothing, and one that is too long alone', () => {
    expect(named(Array.from({ length: 4_000 }, () => 'x'.repeat(1_000)))).toEqual([4_000]);
    expect(named(['a', 'x'.repeat(200_000), 'b'])).toEqual([1, 1, 1]);
  });
});
