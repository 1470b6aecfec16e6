import { DomainError, Unavailable } from '@analytics/domain';
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import * as errors from './postgres-errors';
import { translateError } from './translate-error';

const fromServer = (code: string, facts: object = {}) =>
  new QueryFailedError(
    'INSERT …',
    ['secret@example.com'],
    Object.assign(new Error('Key (mail)=(secret@example.com)'), { severity: 'ERROR', code, ...facts }),
  );

describe('translating what the driver throws', () => {
  it.each([
    ['23505', errors.UniqueViolation, 'conflict'],
    ['23503', errors.ReferenceViolation, 'conflict'],
    ['23P01', errors.ExclusionViolation, 'conflict'],
    ['23514', errors.ValueRefused, 'invalid'],
    ['23502', errors.ValueRefused, 'invalid'],
    ['22P02', errors.ValueRefused, 'invalid'],
    ['40001', errors.TransactionConflict, 'unavailable'],
    ['40P01', errors.TransactionConflict, 'unavailable'],
    ['55P03', errors.LockBusy, 'unavailable'],
    ['57P01', Unavailable, 'unavailable'],
    ['57014', Unavailable, 'unavailable'],
    ['53300', Unavailable, 'unavailable'],
    ['08006', Unavailable, 'unavailable'],
    ['25006', Unavailable, 'unavailable'],
    ['42P01', errors.QueryFault, 'internal'],
  ])('SQLSTATE %s becomes %p', (code, type, kind) => {
    const error = translateError(fromServer(code));
    expect(error).toBeInstanceOf(type);
    expect((error as DomainError).kind).toBe(kind);
  });

  it('names the constraint and the table, never the row', () => {
    const error = translateError(fromServer('23505', { constraint: 'people_mail_key', table: 'people' })) as Error;
    expect(error).toMatchObject({ constraint: 'people_mail_key', facts: { table: 'people' } });
    expect(`${error.message} ${JSON.stringify(error)} ${error.stack}`).not.toContain('secret@example.com');
  });

  it('takes a bare driver error for a lost connection, and our own mistakes for what they are', () => {
    expect(translateError(new QueryFailedError('', [], new Error('Connection terminated')))).toBeInstanceOf(
      Unavailable,
    );
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET', syscall: 'read' });
    expect(translateError(reset)).toBeInstanceOf(Unavailable);
    const mistake = new TypeError('circular');
    expect(translateError(new QueryFailedError('', [], mistake))).toBe(mistake);
  });

  it('tells a runner that lost its connection from one that was used after its release', () => {
    const released = new QueryRunnerAlreadyReleasedError();
    expect(translateError(released, true)).toBeInstanceOf(Unavailable);
    expect(translateError(released, false)).toBe(released);
  });
});
