import { setImmediate as nextTurn } from 'node:timers/promises';
import { Places } from './places';

describe('places', () => {
  it('are held by so many at once, in the order of coming, also when work fails', async () => {
    const places = new Places(2);
    const began: number[] = [];
    const ends: ((error?: Error) => void)[] = [];
    const work = (index: number) =>
      places.in(
        () =>
          new Promise<number>((resolve, reject) => {
            began.push(index);
            ends[index] = (error) => (error === undefined ? resolve(index) : reject(error));
          }),
      );
    const all = Promise.allSettled([0, 1, 2, 3].map(work));
    await nextTurn();
    expect(began).toEqual([0, 1]);
    ends[1]!(new RangeError('failed'));
    await nextTurn();
    expect(began).toEqual([0, 1, 2]);
    ends[0]!();
    await nextTurn();
    expect(began).toEqual([0, 1, 2, 3]);
    ends[2]!();
    ends[3]!();
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    await expect(places.in(() => Promise.resolve('free again'))).resolves.toBe('free again');
  });
});
