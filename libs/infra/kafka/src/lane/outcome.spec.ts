import type { DeadLetter } from '@analytics/contracts';
import { anReceived } from '../fixtures/received.fixture';
import { dropped, kept, refusals, rejected, tally } from './outcome';

const letter = (reason: DeadLetter['reason']): DeadLetter => ({ stage: 'validate', reason, message: 'no' });

describe('outcomes', () => {
  it('are counted by status and reason', () => {
    const outcomes = [
      kept,
      dropped('erased'),
      kept,
      rejected(letter('TOO_DEEP')),
      dropped('duplicate'),
      dropped('erased'),
    ];
    expect(tally(outcomes)).toEqual([
      { status: 'kept', reason: '', count: 2 },
      { status: 'dropped', reason: 'erased', count: 2 },
      { status: 'rejected', reason: 'TOO_DEEP', count: 1 },
      { status: 'dropped', reason: 'duplicate', count: 1 },
    ]);
  });

  it('keep each refusal beside its record', () => {
    const batch = [anReceived({ offset: 5n }), anReceived({ offset: 6n }), anReceived({ offset: 7n })];
    const found = refusals(batch, [rejected(letter('TOO_DEEP')), kept, rejected(letter('ENCODING'))]);
    expect(found.map(({ record, letter: { reason } }) => [record.offset, reason])).toEqual([
      [5n, 'TOO_DEEP'],
      [7n, 'ENCODING'],
    ]);
  });
});
