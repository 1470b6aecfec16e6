import { DomainError, Unavailable } from '@analytics/domain';
import { ObjectConflict, ObjectMissing, S3Fault } from './s3-errors';
import { translateError } from './translate-error';

const answered = (name: string, status: number) =>
  Object.assign(new Error(`${name}: secret/key/of/somebody`), { name, $metadata: { httpStatusCode: status } });

describe('translating what the SDK throws', () => {
  it.each([
    ['NoSuchKey', 404, ObjectMissing, 'not_found'],
    ['NotFound', 404, ObjectMissing, 'not_found'],
    ['NoSuchBucket', 404, S3Fault, 'internal'],
    ['PreconditionFailed', 412, ObjectConflict, 'conflict'],
    ['ConditionalRequestConflict', 409, Unavailable, 'unavailable'],
    ['SlowDown', 503, Unavailable, 'unavailable'],
    ['InternalError', 500, Unavailable, 'unavailable'],
    ['BadDigest', 400, Unavailable, 'unavailable'],
    ['RequestTimeout', 400, Unavailable, 'unavailable'],
    ['AccessDenied', 403, S3Fault, 'internal'],
    ['SignatureDoesNotMatch', 403, S3Fault, 'internal'],
    ['InvalidRequest', 400, S3Fault, 'internal'],
  ])('%s with %d becomes %p', (name, status, type, kind) => {
    const error = translateError(answered(name, status), 'get', 'a/key') as DomainError;
    expect(error).toBeInstanceOf(type);
    expect(error.kind).toBe(kind);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'ERR_STREAM_PREMATURE_CLOSE'])(
    'a connection that failed with %s becomes Unavailable',
    (code) => {
      expect(translateError(Object.assign(new Error('…'), { code }), 'put', 'key')).toBeInstanceOf(Unavailable);
    },
  );

  it('a request without an answer becomes Unavailable, also where its code was lost', () => {
    const wrapped = Object.assign(new Error('wrapper'), { $metadata: { attempts: 3 } });
    expect(translateError(wrapped, 'put', 'key')).toBeInstanceOf(Unavailable);
    const mistake = Object.assign(new TypeError('…'), { $metadata: { attempts: 1 } });
    expect(translateError(mistake, 'put', 'key')).toBe(mistake);
  });

  it('a try that took too long becomes Unavailable', () => {
    expect(translateError(Object.assign(new Error(), { name: 'TimeoutError' }), 'put')).toBeInstanceOf(Unavailable);
  });

  it('names what the server said and never what the object is called', () => {
    for (const [name, status] of [
      ['AccessDenied', 403],
      ['InternalError', 500],
    ] as const) {
      const error = translateError(answered(name, status), 'get', 'secret/key/of/somebody') as Error;
      const said = `${error.message} ${error.stack} ${String((error.cause as Error | undefined)?.stack)}`;
      expect(said).toContain(name);
      expect(said).not.toContain('somebody');
    }
  });

  it('hands our own mistakes back as they are', () => {
    const mistake = new TypeError('x is not a function');
    expect(translateError(mistake, 'get')).toBe(mistake);
    const invalid = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL' });
    expect(translateError(invalid, 'get')).toBe(invalid);
    expect(translateError('thrown', 'get')).toBe('thrown');
  });
});
