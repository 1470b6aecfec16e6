import { createServer } from 'node:net';
import { eventually, NeverHappened } from './eventually';
import { freePort } from './free-port';

describe('eventually', () => {
  it('looks until it neither throws nor answers false, and gives the answer', async () => {
    const answers = [() => false, () => Promise.reject(new Error('not yet')), () => 'there'];
    let looks = 0;
    await expect(eventually(() => answers[looks++]!() as string | false, { everyMs: 1 })).resolves.toBe('there');
    expect(looks).toBe(3);
  });

  it('takes an answer of nothing for an answer', async () => {
    await expect(eventually(() => undefined)).resolves.toBeUndefined();
  });

  it('fails with the last failure when the time is over', async () => {
    jest.useFakeTimers();
    try {
      let looks = 0;
      const look = () => Promise.reject(new Error(`look ${(looks += 1)}`));
      const lastFailure = expect(eventually(look, { withinMs: 20, everyMs: 5 })).rejects.toThrow(/^look 5$/);
      await jest.advanceTimersByTimeAsync(20);
      await lastFailure;
      const never = expect(eventually(() => false, { withinMs: 20, everyMs: 5 })).rejects.toThrow(NeverHappened);
      await jest.advanceTimersByTimeAsync(20);
      await never;
    } finally {
      jest.useRealTimers();
    }
  });
});

it('a free port can be listened on', async () => {
  const port = await freePort();
  // Connections are given theirs from 32 768 on, stores of tests from 20 000 on.
  expect(port).toBeLessThan(20_000);
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(port, '127.0.0.1', resolve));
  await new Promise((resolve) => server.close(resolve));
});
