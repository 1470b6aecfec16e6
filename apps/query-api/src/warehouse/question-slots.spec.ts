import { setImmediate as turn } from 'node:timers/promises';
import { QuestionSlots, TooManyQuestions } from './question-slots';

const staying = () => {
  let end: () => void = () => undefined;
  const work = new Promise<void>((resolve) => (end = resolve));
  return { work: () => work, end: () => end() };
};

describe('slots for questions', () => {
  const { signal } = new AbortController();
  const rules = { concurrent: 2, waiting: 2, waitMs: 60_000 };

  it('are given to so many at a time, then in the order of asking, and the rest is refused', async () => {
    const slots = new QuestionSlots(rules);
    const works = Array.from({ length: 4 }, staying);
    const done: number[] = [];
    const runs = works.map(({ work }, index) => slots.within(signal, work).then(() => done.push(index)));
    await expect(slots.within(signal, () => Promise.resolve())).rejects.toBeInstanceOf(TooManyQuestions);
    expect([slots.taken, slots.waiting]).toEqual([2, 2]);
    works[1]!.end();
    await turn();
    expect([slots.taken, slots.waiting, done]).toEqual([2, 1, [1]]);
    works.forEach(({ end }) => end());
    await Promise.all(runs);
    expect([slots.taken, slots.waiting]).toEqual([0, 0]);
  });

  it('are free again when the work fails', async () => {
    const slots = new QuestionSlots({ ...rules, concurrent: 1 });
    await expect(slots.within(signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await slots.within(signal, () => Promise.resolve(1))).toBe(1);
  });

  it('are not waited for by who has gone, nor for ever', async () => {
    const slots = new QuestionSlots({ concurrent: 1, waiting: 2, waitMs: 5 });
    const first = staying();
    const run = slots.within(signal, first.work);
    const controller = new AbortController();
    const gone = slots.within(controller.signal, () => Promise.resolve());
    const late = slots.within(signal, () => Promise.resolve());
    controller.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    await expect(late).rejects.toBeInstanceOf(TooManyQuestions);
    expect(slots.waiting).toBe(0);
    first.end();
    await run;
    expect(slots.taken).toBe(0);
  });
});
