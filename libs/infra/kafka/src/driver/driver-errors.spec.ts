import {
  KafkaJSConnectionError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} from 'kafkajs';
import { canRejoin, protocolCodeOf, verdictOn } from './driver-errors';

const protocol = (code: number): KafkaJSProtocolError =>
  new KafkaJSProtocolError(
    Object.assign(new Error('text that decides nothing'), { code, type: 'T', retriable: false }),
  );
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
});
