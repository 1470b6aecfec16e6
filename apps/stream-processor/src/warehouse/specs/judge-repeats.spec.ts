import { received, validatedEvent } from '../fixtures/events.fixture';
import { identityOf, judgeRepeats } from '../duplicates/judge-repeats';
import { type Candidate, readRecord } from '../protocol/candidate';

const candidate = (offset: number, number: number, fingerprint = 'a'): Candidate =>
  readRecord(received(offset, validatedEvent(number, { fingerprint }))).candidate!;
const judged = (candidates: readonly Candidate[], stored: Record<number, string> = {}) => {
  const known = Object.entries(stored).map(
    ([number, print]) => [identityOf(candidate(0, Number(number))), print] as const,
  );
  return Object.fromEntries([...judgeRepeats(candidates, new Map(known))].map(([o, repeat]) => [Number(o), repeat]));
};

describe('what clients sent again', () => {
  it('is all but the lowest offset of an identity', () => {
    expect(judged([candidate(1, 7), candidate(2, 8), candidate(3, 7), candidate(4, 7)])).toEqual({
      3: 'duplicate',
      4: 'duplicate',
    });
  });

  it('is a conflict where the content is another one', () => {
    expect(judged([candidate(1, 7, 'a'), candidate(2, 7, 'b'), candidate(3, 7, 'a')])).toEqual({
      2: 'conflict',
      3: 'duplicate',
    });
  });

  it('is measured by what is stored, where something is', () => {
    expect(judged([candidate(1, 7, 'b'), candidate(2, 7, 'a')], { 7: 'a' })).toEqual({ 1: 'conflict', 2: 'duplicate' });
  });

  it('keeps identities apart whose signs run together', () => {
    const [a, b] = [validatedEvent(1, { source: 'ab', id: 'c' }), validatedEvent(1, { source: 'a', id: 'bc' })].map(
      (event, offset) => readRecord(received(offset, event)).candidate!,
    );
    expect(judged([a!, b!])).toEqual({});
  });
});
