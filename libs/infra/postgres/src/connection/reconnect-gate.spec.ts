import { Unavailable } from '@analytics/domain';
import { ReconnectGate } from './reconnect-gate';

const refused = () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));

function gateAt(clock: { ms: number }) {
  const changes: boolean[] = [];
  const gate = new ReconnectGate(
    { firstMs: 100, maxMs: 1_000 },
    { nowMs: () => clock.ms, random: () => 0.5, onChange: (reachable) => changes.push(reachable) },
  );
  return { gate, changes };
}

describe('the reconnect gate', () => {
  it('spares the server until the pause is over, then tries again', async () => {
    const clock = { ms: 0 };
    const { gate } = gateAt(clock);
    let tries = 0;
    const connect = () => {
      tries += 1;
      return refused();
    };
    await expect(gate.attempt(connect)).rejects.toBeInstanceOf(Unavailable);
    clock.ms = 99;
    await expect(gate.attempt(connect)).rejects.toBeInstanceOf(Unavailable);
    expect(tries).toBe(1);
    clock.ms = 100;
    await expect(gate.attempt(connect)).rejects.toBeInstanceOf(Unavailable);
    expect(tries).toBe(2);
  });

  it('doubles the pause up to its limit and starts small again after a success', async () => {
    const clock = { ms: 0 };
    const { gate } = gateAt(clock);
    const pauses: number[] = [];
    const failUntilOpen = async () => {
      await gate.attempt(refused).catch(() => undefined);
      const from = clock.ms;
      for (let open = false; !open;) {
        clock.ms += 50;
        open = await gate
          .attempt(() => Promise.reject(new Error('pool is busy')))
          .catch((error) => error.cause !== undefined);
      }
      pauses.push(clock.ms - from);
    };
    for (let round = 0; round < 6; round += 1) await failUntilOpen();
    expect(pauses).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    await gate.attempt(() => Promise.resolve('connection'));
    await failUntilOpen();
    expect(pauses.at(-1)).toBe(100);
  });

  it('counts a wave of callers that fail together as one failure', async () => {
    const clock = { ms: 0 };
    const { gate } = gateAt(clock);
    await Promise.allSettled(Array.from({ length: 50 }, () => gate.attempt(refused)));
    clock.ms = 100;
    await expect(gate.attempt(() => Promise.resolve('connection'))).resolves.toBe('connection');
  });

  it('stays open when only the pool is busy', async () => {
    const { gate, changes } = gateAt({ ms: 0 });
    const busy = gate.attempt(() => Promise.reject(new Error('waited too long')));
    const told = new Unavailable('a free connection to PostgreSQL', 1, { cause: new Error('waited too long') });
    await expect(busy).rejects.toThrow(told);
    await expect(gate.attempt(() => Promise.resolve(1))).resolves.toBe(1);
    expect(changes).toEqual([]);
  });

  it('tells once when the server goes away and once when it is back', async () => {
    const clock = { ms: 0 };
    const { gate, changes } = gateAt(clock);
    for (clock.ms = 0; clock.ms < 5_000; clock.ms += 500) await gate.attempt(refused).catch(() => undefined);
    clock.ms += 5_000;
    await gate.attempt(() => Promise.resolve(1));
    expect(changes).toEqual([false, true]);
  });
});
