export interface Patience {
  /** How long the answer may take to become right; much, because only a test that fails waits that long. */
  readonly withinMs?: number;
  /** Pause between two looks. */
  readonly everyMs?: number;
}

/**
 * Looks again until `look` neither throws nor answers `false`, and gives its answer. When the time is over, the last
 * failure is the test's failure, so expectations inside `look` read as usual.
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  { withinMs = 60_000, everyMs = 25 }: Patience = {},
): Promise<Exclude<T, false>> {
  const end = performance.now() + withinMs;
  for (;;) {
    try {
      const answer = await look();
      if (answer !== false) return answer as Exclude<T, false>;
      if (performance.now() >= end) throw new NeverHappened(withinMs);
    } catch (error) {
      if (performance.now() >= end) throw error;
    }
    await sleep(everyMs);
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class NeverHappened extends Error {
  constructor(withinMs: number) {
    super(`what was waited for did not happen within ${withinMs} ms`);
    this.name = 'NeverHappened';
  }
}
