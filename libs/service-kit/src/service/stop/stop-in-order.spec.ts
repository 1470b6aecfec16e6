import { stopInOrder } from './stop-in-order';

const never = () => new Promise<void>(() => undefined);

describe('stopping in order', () => {
  it('runs phases one after the other and the steps of a phase together', async () => {
    const seen: string[] = [];
    let endOfB: () => void = () => undefined;
    const bEnded = new Promise<void>((resolve) => (endOfB = resolve));
    const step = (name: string, { until = Promise.resolve(), ended = () => undefined as void } = {}) => ({
      name,
      run: async () => {
        seen.push(`${name}…`);
        await until;
        seen.push(name);
        ended();
      },
    });
    const first = [step('a', { until: bEnded }), step('b', { ended: endOfB })];
    expect(await stopInOrder([first, [step('c')]], 5_000)).toEqual([]);
    expect(seen).toEqual(['a…', 'b…', 'b', 'a', 'c…', 'c']);
  });

  it('names what did not finish, and still lets the phases after it run', async () => {
    let ran = false;
    const after = { name: 'modules', run: async () => void (ran = true) };
    expect(await stopInOrder([[{ name: 'http listener', run: never }], [after]], 100)).toEqual([
      'http listener (too slow)',
    ]);
    expect(ran).toBe(true);
  });

  it('names what failed by its error’s class', async () => {
    const failing = { name: 'traces', run: () => Promise.reject(new TypeError('with a secret')) };
    const odd = { name: 'odd', run: () => Promise.reject('text') };
    expect(await stopInOrder([[failing, odd]], 1_000)).toEqual(['traces (TypeError)', 'odd (failed)']);
  });
});
