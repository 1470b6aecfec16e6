import { startingPoint } from './starting-point';

describe('where a partition begins', () => {
  it.each([
    [
      'at the oldest record for a new group',
      { low: 5n, high: 9n, committed: undefined },
      { offset: 5n, missed: 0n, beyondEnd: false },
    ],
    ['where the group has come to', { low: 5n, high: 9n, committed: 7n }, { offset: 7n, missed: 0n, beyondEnd: false }],
    [
      'at the end for a group that has read all',
      { low: 5n, high: 9n, committed: 9n },
      { offset: 9n, missed: 0n, beyondEnd: false },
    ],
    [
      'at the oldest record, counting what expired unread',
      { low: 5n, high: 9n, committed: 2n },
      { offset: 5n, missed: 3n, beyondEnd: false },
    ],
    [
      'nowhere when the topic ends before what was read',
      { low: 0n, high: 3n, committed: 7n },
      { offset: 7n, missed: 0n, beyondEnd: true },
    ],
  ])('is %s', (_, range, expected) => {
    expect(startingPoint('t', 1, range)).toEqual({ topic: 't', partition: 1, ...expected });
  });
});
