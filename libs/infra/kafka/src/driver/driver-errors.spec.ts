import {
  KafkaJSConnectionError,
  type KafkaJSError,
  KafkaJSGroupCoordinatorNotFound,
  KafkaJSLockTimeout,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} from 'kafkajs';
import { KafkaUnavailable } from '../port/kafka-errors';
import { canRejoin, protocolCodeOf, verdictOn } from './driver-errors';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the driver has no types for it
const Broker = require('kafkajs/src/broker') as new (options: object) => {
  lookupRequest(key: number, types: object): unknown;
};

const protocol = (code: number): KafkaJSProtocolError =>
  new KafkaJSProtocolError(
    Object.assign(new Error('text that decides nothing'), { code, type: 'T', retriable: false }),
  );
/** What the driver itself says, so that another text of another version is noticed. */
function notConnected(): Error {
  const broker = new Broker({ connectionPool: {}, logger: { namespace: () => ({}) } });
  try {
    broker.lookupRequest(3, {});
  } catch (error) {
    return error as Error;
  }
  throw new Error('the driver asks a broker it is not connected to');
}

const wrapped = (cause: Error): KafkaJSNonRetriableError =>
  Object.assign(new KafkaJSNonRetriableError(cause), { cause });

describe('an error of the driver', () => {
  it.each([
    [45, 'new_producer'],
    [46, 'new_producer'],
    [47, 'new_producer'],
    [59, 'new_producer'],
    [10, 'too_large'],
    [29, 'refused'],
    [87, 'refused'],
    [6, 'retry'],
    [19, 'retry'],
  ])('with the broker code %i means: %s, also when the driver has wrapped it', (code, verdict) => {
    expect(verdictOn(protocol(code))).toBe(verdict);
    expect(verdictOn(wrapped(protocol(code)))).toBe(verdict);
    expect(protocolCodeOf(wrapped(protocol(code)))).toBe(code);
  });

  it('of the network is worth another try, a fault of the program is not', () => {
    const refused = Object.assign(new Error('connect'), { syscall: 'connect' });
    expect(verdictOn(new KafkaJSConnectionError('gone'))).toBe('retry');
    expect(verdictOn(refused)).toBe('retry');
    expect(verdictOn(new TypeError('not a function'))).toBe('refused');
  });

  it('ends a membership for good only when joining again cannot help', () => {
    expect(canRejoin(new KafkaJSNumberOfRetriesExceeded(new Error('x'), { retryCount: 5, retryTime: 1 }))).toBe(true);
    expect(canRejoin(wrapped(protocol(25)))).toBe(true);
    expect(canRejoin(wrapped(protocol(30)))).toBe(false);
    expect(canRejoin(new TypeError('not a function'))).toBe(false);
  });

  it.each([KafkaJSGroupCoordinatorNotFound, KafkaJSLockTimeout])(
    'of a broker that went at a bad moment ends no membership, though the driver does not repeat it: %p',
    (kind) => {
      // Its declared type has no message, its constructor cannot do without.
      const error = new (kind as unknown as new (message: string) => KafkaJSError)('of the moment');
      expect(error.retriable).toBe(false);
      expect([canRejoin(error), canRejoin(wrapped(error))]).toEqual([true, true]);
    },
  );

  it('that is ours already is believed, whatever the driver said', () => {
    const away = new KafkaUnavailable('not_sent', { cause: new TypeError('of a client that was taken away') });
    expect([canRejoin(away), verdictOn(away)]).toEqual([true, 'retry']);
  });

  it('of a broker whose connection is lost in the middle of a call is one of the network, whatever its class', () => {
    const lost = notConnected();
    expect(lost.constructor).toBe(Error);
    expect([canRejoin(lost), verdictOn(lost)]).toEqual([true, 'retry']);
    expect([canRejoin(new Error('else')), verdictOn(new Error('else'))]).toEqual([false, 'refused']);
  });
});
