import type { ValidatedEvent } from '@analytics/contracts';
import { aValidatedEvent } from '../../builders/validated-events';
import { moscow } from '../../standard-data/moscow-events';
import { type FunnelQuestion, referenceFunnel } from './funnel';
import { referenceRetention, type RetentionQuestion } from './retention';

const DAY_MS = 24 * 3_600_000;
let told = 0;

/** `A` looks at, `B` wishes for, `C` buys … the letter is all a test needs: 'mm-dd hh:mm letter', perhaps of a game. */
function doings(user: number, ...lines: readonly string[]): ValidatedEvent[] {
  return lines.map((line) => {
    const [day, clock, letter, gameId] = line.split(' ') as [string, string, string, string | undefined];
    told += 1;
    const data = { userId: user, letter, ...(gameId === undefined ? {} : { gameId }) };
    return aValidatedEvent({
      id: String(told).padStart(4, '0'),
      type: 't',
      effective_at: moscow(`${day} ${clock}`),
      data,
    });
  });
}

const is = (letter: string) => (event: ValidatedEvent) => event.data['letter'] === letter;
const steps = ['A', 'B', 'C'].map(is);
const november = { from: Date.parse(moscow('11-01 00:00')), until: Date.parse(moscow('12-01 00:00')) };
const closing = doings(99, '12-31 00:00 Z');

const funnel = (events: readonly ValidatedEvent[], question: Partial<FunnelQuestion> = {}) =>
  referenceFunnel([...events, ...closing], { steps, order: 'ordered', count: 'unique', period: november, ...question });

describe('a funnel', () => {
  it('counts who went how far, other events lying between', () => {
    const events = [
      ...doings(1, '11-02 10:00 A', '11-02 10:05 X', '11-02 11:00 B', '11-03 10:00 C'),
      ...doings(2, '11-02 10:00 A', '11-02 11:00 C', '11-02 12:00 B'),
      ...doings(3, '11-02 10:00 B', '11-02 11:00 C'),
    ];
    expect(funnel(events)).toEqual({
      entered: 2,
      reached: [2, 2, 1],
      converted: 1,
      inProgress: 0,
      dropped: 1,
      timesToConvert: [DAY_MS],
    });
  });

  it('holds its window to the last millisecond, from the entry that fits', () => {
    const hourMs = 3_600_000;
    const short = { steps: steps.slice(0, 2), windowMs: hourMs };
    expect(funnel(doings(1, '11-02 10:00 A', '11-02 11:00 B'), short).converted).toBe(1);
    expect(funnel(doings(1, '11-02 10:00 A', '11-02 11:01 B'), short).converted).toBe(0);
    expect(funnel(doings(1, '11-02 10:00 A', '11-02 10:30 A', '11-02 11:01 B'), short).timesToConvert).toEqual([
      31 * 60_000,
    ]);
  });

  it('takes steps at one instant in the order of the steps, each with an event of its own', () => {
    expect(funnel(doings(1, '11-02 10:00 C', '11-02 10:00 B', '11-02 10:00 A')).converted).toBe(1);
    const twice = { steps: [is('A'), is('A')] };
    expect(funnel(doings(1, '11-02 10:00 A'), twice).reached).toEqual([1, 0]);
    expect(funnel(doings(1, '11-02 10:00 A', '11-02 10:00 A'), twice).reached).toEqual([1, 1]);
    const either = (event: ValidatedEvent) => is('B')(event) || is('C')(event);
    // The one event both steps would take is left to the step that has no other.
    expect(
      funnel(doings(1, '11-02 10:00 A', '11-02 10:01 C', '11-02 10:01 B'), { steps: [is('A'), either, is('C')] }),
    ).toMatchObject({ converted: 1 });
  });

  it('is broken by what lies between when it is strict, but not by what is no interaction', () => {
    const events = doings(1, '11-02 10:00 A', '11-02 10:05 X', '11-02 11:00 B', '11-02 12:00 C');
    expect(funnel(events, { order: 'strict' }).reached).toEqual([1, 0, 0]);
    const interactions = (event: ValidatedEvent) => !is('X')(event);
    expect(funnel(events, { order: 'strict', interactions }).reached).toEqual([1, 1, 1]);
  });

  it('takes the steps in any order when asked to', () => {
    const events = doings(1, '11-02 10:00 C', '11-02 11:00 A', '11-02 12:00 B');
    expect(funnel(events).reached).toEqual([1, 1, 0]);
    expect(funnel(events, { order: 'any' })).toMatchObject({ converted: 1, timesToConvert: [2 * 3_600_000] });
    expect(funnel(events, { order: 'any', windowMs: 3_600_000 }).reached).toEqual([1, 1, 0]);
  });

  it('keeps a game through all steps when it is held', () => {
    const events = doings(1, '11-02 10:00 A g', '11-02 11:00 B h', '11-02 12:00 C g', '11-02 13:00 A h');
    expect(funnel(events, { steps: [is('A'), is('C')] }).converted).toBe(1);
    expect(funnel(events, { hold: 'gameId', steps: [is('A'), is('C')] })).toMatchObject({ entered: 2, converted: 1 });
    expect(funnel(events, { hold: 'gameId', steps: [is('A'), is('B')] })).toMatchObject({ entered: 2, converted: 0 });
  });

  it('counts a person once, or every way through', () => {
    const events = doings(
      1,
      ...['11-02 10:00 A', '11-02 11:00 B', '11-02 12:00 C', '11-03 10:00 A', '11-03 11:00 A', '11-20 10:00 A'],
    );
    expect(funnel(events)).toMatchObject({ entered: 1, converted: 1 });
    expect(funnel(events, { count: 'total' })).toMatchObject({ entered: 3, converted: 1, dropped: 2 });
  });

  it('does not call dropped who still has time', () => {
    const late = doings(1, '11-30 10:00 A');
    const watched = [...late, ...doings(98, '12-10 00:00 Z')];
    const question: FunnelQuestion = { steps, order: 'ordered', count: 'unique', period: november };
    expect(referenceFunnel(watched, question)).toMatchObject({ entered: 1, inProgress: 1, dropped: 0 });
    expect(funnel(late)).toMatchObject({ entered: 1, inProgress: 0, dropped: 1 });
  });
});

const retention = (events: readonly ValidatedEvent[], question: Partial<RetentionQuestion> = {}) =>
  referenceRetention(events, {
    zone: 'Europe/Moscow',
    period: { from: Date.parse(moscow('11-01 00:00')), until: Date.parse(moscow('11-04 00:00')) },
    granularity: 'day',
    starts: is('A'),
    returns: is('B'),
    cohort: 'first_time',
    dayMode: 'calendar',
    kind: 'on',
    periods: [0, 1, 2, 3],
    ...question,
  });

const visitors = [
  ...doings(1, '11-01 23:00 A', '11-02 01:00 B', '11-03 23:30 B'),
  ...doings(2, '11-01 10:00 A', '11-02 12:00 A', '11-04 09:00 B'),
  ...doings(3, '11-02 10:00 A', '11-03 09:00 B'),
  ...doings(99, '11-05 12:00 Z'),
];

describe('retention', () => {
  it('counts who came back in each period after the first start, and leaves open what is not over', () => {
    const { cohorts, mean } = retention(visitors);
    expect(cohorts.map(({ size, returned }) => [size, ...returned])).toEqual([
      [2, 2, 1, 1, 1],
      [1, 1, 1, 0, null],
      [0, 0, 0, null, null],
    ]);
    expect(mean).toEqual([1, 2 / 3, 1 / 3, 1 / 2]);
  });

  it('counts hours from the start of each when days roll', () => {
    const { cohorts } = retention(visitors, { dayMode: 'rolling' });
    // 1 November 23:00 to 2 November 1:00 is day 0, to 3 November 23:30 is day 2.
    expect(cohorts[0]).toMatchObject({ size: 2, returned: [2, 0, 2, null] });
  });

  it('counts later returns, brackets and unbroken ones when asked to', () => {
    expect(retention(visitors, { kind: 'on_or_after' }).cohorts[0]!.returned).toEqual([2, 2, 2, 1]);
    expect(
      retention(visitors, {
        periods: [
          [1, 2],
          [3, 3],
        ],
      }).cohorts[0]!.returned,
    ).toEqual([1, 1]);
    expect(retention(visitors, { kind: 'every', periods: [1, 2, 3] }).cohorts[0]!.returned).toEqual([1, 1, 0]);
  });

  it('takes people into every period they start in when they may recur', () => {
    expect(retention(visitors, { cohort: 'recurring' }).cohorts.map(({ size }) => size)).toEqual([2, 2, 0]);
  });
});
