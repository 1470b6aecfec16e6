import { REPLAY_STATUSES, type Replay } from '../api/records';
import { isOver, offeredTo, progressOf } from './replay-actions';

const olga = { sub: 'olga' };
const boris = { sub: 'boris' };

describe('a replay', () => {
  it.each([
    ['planned', ['pause', 'cancel']],
    ['awaiting_approval', ['approve', 'cancel']],
    ['running', ['pause', 'cancel']],
    ['paused', ['resume', 'cancel']],
    ['completed', []],
    ['cancelled', []],
    ['stopped_failing', []],
    ['failed', []],
  ] as const)('that is %s offers %j to another person', (status, commands) => {
    expect(offeredTo(boris, { status, requested_by: 'olga' })).toEqual({ commands, needsAnother: false });
    expect(isOver(status)).toBe(commands.length === 0);
  });

  it('is not approved by who asked for it, who may still cancel it', () => {
    expect(offeredTo(olga, { status: 'awaiting_approval', requested_by: 'olga' })).toEqual({
      commands: ['cancel'],
      needsAnother: true,
    });
    const others = REPLAY_STATUSES.filter((status) => status !== 'awaiting_approval');
    expect(others.some((status) => offeredTo(olga, { status, requested_by: 'olga' }).needsAnother)).toBe(false);
  });

  it.each([
    [{ selected: 100, succeeded: 60, failed_again: 5, skipped: 5, status: 'running' }, 70, 30],
    [{ selected: 3, succeeded: 2, failed_again: 0, skipped: 0, status: 'running' }, 66, 1],
    [{ selected: 0, succeeded: 0, failed_again: 0, skipped: 0, status: 'completed' }, 100, 0],
    [{ selected: 0, succeeded: 0, failed_again: 0, skipped: 0, status: 'planned' }, 0, 0],
  ])('of %j is told as %i percent with %i to come', (numbers, percent, waiting) => {
    expect(progressOf(numbers as Replay)).toMatchObject({ percent, waiting });
  });
});
