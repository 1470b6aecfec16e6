export interface StopStep {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** How much of the time that is left a phase may use, so that one that hangs leaves some to the phases after it. */
const SHARE_OF_TIME_LEFT = 0.7;

/** Runs the phases one after the other, the steps of a phase together; returns the steps that failed or ran out of time. */
export async function stopInOrder(phases: readonly (readonly StopStep[])[], deadlineMs: number): Promise<string[]> {
  const end = performance.now() + deadlineMs;
  const unfinished: string[] = [];
  for (const [index, phase] of phases.entries()) {
    const leftMs = Math.max(0, end - performance.now());
    const isLast = index === phases.length - 1;
    unfinished.push(...(await runPhase(phase, isLast ? leftMs : leftMs * SHARE_OF_TIME_LEFT)));
  }
  return unfinished;
}

async function runPhase(phase: readonly StopStep[], budgetMs: number): Promise<string[]> {
  const open = new Map(phase.map((step) => [step.name, 'too slow']));
  const runs = phase.map(async (step) => {
    try {
      await step.run();
      open.delete(step.name);
    } catch (error) {
      open.set(step.name, error instanceof Error ? error.name : 'failed');
    }
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, budgetMs)));
  await Promise.race([Promise.all(runs), late]);
  clearTimeout(timer);
  return [...open].map(([name, reason]) => `${name} (${reason})`);
}
