import { ClickHouseError } from '@clickhouse/client';
import { DomainError, Unavailable } from '@analytics/domain';
import {
  InsertOutcomeUnknown,
  QueryTimedOut,
  QueryTooExpensive,
  RowsRefused,
  StatementFailed,
} from './clickhouse-errors';
import { translateInsertError, translateQueryError } from './translate-error';

const engine = (code: number) =>
  new ClickHouseError({ message: "cannot parse 'secret of a user'", code: String(code), type: 'SOME_TYPE' });
const socket = (code: string) => Object.assign(new Error('socket'), { code });
type Class = new (...args: never[]) => DomainError;

describe('translateQueryError', () => {
  it.each<[number, Class]>([
    ...[158, 396, 306, 241, 307, 168].map((code): [number, Class] => [code, QueryTooExpensive]),
    [159, QueryTimedOut],
    ...[43, 47, 60, 62, 164, 457, 130, 115].map((code): [number, Class] => [code, StatementFailed]),
    ...[202, 209, 210, 242, 252, 319, 394, 516, 999].map((code): [number, Class] => [code, Unavailable]),
  ])('makes code %i an error of its own class, without the engine text', (code, expected) => {
    const error = translateQueryError(engine(code), 'views-per-day') as DomainError;
    expect(error).toBeInstanceOf(expected);
    expect(JSON.stringify([error.message, error])).not.toContain('secret');
    expect(error.cause).toBeUndefined();
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT'])(
    'makes a lost connection (%s) Unavailable',
    (code) => {
      expect(translateQueryError(socket(code), 's')).toBeInstanceOf(Unavailable);
    },
  );

  it('leaves our own defects and errors as they are', () => {
    const defect = new TypeError('x is undefined');
    const ours = new Unavailable('it');
    expect([translateQueryError(defect, 's'), translateQueryError(ours, 's')]).toEqual([defect, ours]);
  });
});

describe('translateInsertError', () => {
  it.each<[number, Class]>([
    ...[6, 27, 33, 53, 117, 349, 376, 407, 469, 691].map((code): [number, Class] => [code, RowsRefused]),
    ...[241, 252, 202, 242, 319, 999].map((code): [number, Class] => [code, Unavailable]),
    [159, InsertOutcomeUnknown],
    ...[16, 60, 81, 497].map((code): [number, Class] => [code, StatementFailed]),
  ])('makes code %i an error of its own class', (code, expected) => {
    expect(translateInsertError(engine(code), 'events', 'token')).toBeInstanceOf(expected);
  });

  it('knows that nothing was stored where no connection was made', () => {
    expect(translateInsertError(socket('ECONNREFUSED'), 'events', 'token')).not.toBeInstanceOf(InsertOutcomeUnknown);
    expect(translateInsertError(socket('ECONNRESET'), 'events', 'token')).toBeInstanceOf(InsertOutcomeUnknown);
  });
});
