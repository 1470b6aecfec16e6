import { Flights } from './flights';

const controlled = () => {
  let land: (value: number) => void = () => undefined;
  const result = new Promise<number>((resolve) => (land = resolve));
  const signals: AbortSignal[] = [];
  const work = (signal: AbortSignal) => {
    signals.push(signal);
    return result;
  };
  return { work, land: (value: number) => land(value), signals };
};

describe('flights', () => {
  it('do the same work once for all who ask at once, and again for who asks later', async () => {
    const flights = new Flights<number>();
    const { work, land, signals } = controlled();
    const asked = Array.from({ length: 200 }, () => flights.share('a', undefined, work));
    const other = flights.share('b', undefined, () => Promise.resolve(2));
    land(1);
    expect(new Set(await Promise.all(asked))).toEqual(new Set([1]));
    expect([await other, signals.length, flights.size]).toEqual([2, 1, 0]);
    await flights.share('a', undefined, work);
    expect(signals).toHaveLength(2);
  });

  it('go on while somebody waits, and are called off with the last', async () => {
    const flights = new Flights<number>();
    const { work, signals } = controlled();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = flights.share('a', one.signal, work);
    const second = flights.share('a', two.signal, work);
    one.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect(signals[0]!.aborted).toBe(false);
    two.abort(new Error('gone too'));
    await expect(second).rejects.toThrow('gone too');
    expect([signals[0]!.aborted, flights.size]).toEqual([true, 0]);
  });

  it('fail for all who wait', async () => {
    const flights = new Flights<number>();
    const fail = () => Promise.reject(new Error('no'));
    const asked = [flights.share('a', undefined, fail), flights.share('a', undefined, fail)];
    for (const one of asked) await expect(one).rejects.toThrow('no');
    expect(flights.size).toBe(0);
  });
});
