import { setTimeout as pause } from 'node:timers/promises';

/** Waits until the check holds; at the end of its patience the last failure is the answer. */
export async function eventually<T>(check: () => Promise<T> | T, patienceMs = 60_000): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(200);
    }
  }
}
