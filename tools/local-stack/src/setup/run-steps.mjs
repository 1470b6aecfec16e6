/**
 * Runs steps side by side, each as soon as those it waits for are done. A step that has nothing to do says so and costs
 * nothing. The first failure wins; the others are given the time to end before it is thrown.
 */
export async function runSteps(steps, progress) {
  const outcomes = new Map();
  let failure;
  const begin = (step) => {
    if (!outcomes.has(step.title)) outcomes.set(step.title, waitAndRun(step));
    return outcomes.get(step.title);
  };
  async function waitAndRun(step) {
    const before = steps.filter(({ title }) => step.after?.includes(title));
    await Promise.all(before.map(begin));
    if (failure !== undefined) return;
    try {
      await runStep(step, progress);
    } catch (error) {
      progress.fail(step.title);
      failure ??= error;
      step.onFailure?.();
    }
  }
  await Promise.all(steps.map(begin));
  if (failure !== undefined) throw failure;
}

async function runStep({ title, isDone, run }, progress) {
  if (isDone?.()) {
    progress.finish(title, 'already there');
    return;
  }
  progress.begin(title);
  await run();
  progress.finish(title);
}
