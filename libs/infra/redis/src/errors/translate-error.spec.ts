import { DomainError, Unavailable } from '@analytics/domain';
import { ReplyError } from 'ioredis';
import { RedisFault } from './redis-errors';
import { replyCodeOf } from './reply-code';
import { translateError } from './translate-error';

const reply = (message: string, more: object = {}): Error =>
  Object.assign(
    new ReplyError(message) as Error,
    { command: { name: 'set', args: ['key', 'secret@example.com'] } },
    more,
  );

describe('translating what the driver throws', () => {
  it.each([
    'LOADING Redis is loading the dataset in memory',
    'READONLY You can’t write against a read only replica.',
    'OOM command not allowed when used memory > maxmemory',
    'MISCONF Redis is configured to save RDB snapshots',
    'BUSY Redis is busy running a script',
    'WRONGPASS invalid username-password pair',
    'NOAUTH Authentication required.',
  ])('"%s" becomes Unavailable', (answer) => {
    expect(translateError(reply(answer), 'set')).toBeInstanceOf(Unavailable);
  });

  it.each([
    'WRONGTYPE Operation against a key',
    'ERR unknown command',
    'NOPERM this user has no permissions',
    'odd words',
  ])('"%s" becomes a fault of ours', (answer) => {
    const error = translateError(reply(answer), 'set') as RedisFault;
    expect(error).toBeInstanceOf(RedisFault);
    expect(error).toMatchObject({ kind: 'internal', operation: 'set', replyCode: expect.stringMatching(/^[A-Z]+$/) });
  });

  it('sees why a transaction was refused', () => {
    const refused = reply('EXECABORT Transaction discarded', { previousErrors: [reply('OOM command not allowed')] });
    expect(replyCodeOf(refused)).toBe('OOM');
    expect(translateError(refused, 'set')).toBeInstanceOf(Unavailable);
    expect(translateError(reply('EXECABORT Transaction discarded'), 'set')).toBeInstanceOf(RedisFault);
  });

  it.each([
    new Error('no answer in time'),
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' }),
    Object.assign(new Error('retries'), { name: 'MaxRetriesPerRequestError' }),
  ])('a connection that fails or is silent becomes Unavailable: %p', (error) => {
    expect(translateError(error, 'get')).toBeInstanceOf(Unavailable);
  });

  it('keeps neither values nor keys', () => {
    for (const answer of ['OOM secret@example.com', 'WRONGTYPE secret@example.com']) {
      const error = translateError(reply(answer), 'set') as DomainError;
      const cause = error.cause as Error | undefined;
      expect(`${error.stack} ${JSON.stringify(error)} ${cause?.stack} ${JSON.stringify(cause)}`).not.toContain(
        'secret@',
      );
    }
  });

  it('hands our own mistakes back as they are', () => {
    const mistake = new TypeError('x is not a function');
    expect(translateError(mistake, 'get')).toBe(mistake);
  });
});
