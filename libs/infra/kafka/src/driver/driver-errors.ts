import {
  KafkaJSConnectionError,
  KafkaJSError,
  KafkaJSGroupCoordinatorNotFound,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  KafkaJSTimeout,
} from 'kafkajs';
import { KafkaUnavailable } from '../port/kafka-errors';

/** What to do about an error of the driver; decided here once, from its class and the broker's code. */
export type Verdict = 'retry' | 'new_producer' | 'too_large' | 'refused';

// Codes of the Kafka protocol: out of order sequence, duplicate sequence, invalid producer epoch, unknown producer id.
// The driver cannot go on with the producer after them.
const PRODUCER_BROKEN = new Set([45, 46, 47, 59]);
// Message too large, record list too large.
const TOO_LARGE = new Set([10, 18]);
// Not permitted whatever the moment: invalid topic, access denied (topic, group, cluster), invalid record, policy, unsupported.
const REFUSED = new Set([17, 29, 30, 31, 35, 42, 43, 44, 53, 58, 87]);
// The driver does not repeat them, but they pass: a broker that goes while it is asked who leads a group (its own error
// is swallowed on the way), a connection that others wait for too long.
const OF_THE_MOMENT = [KafkaJSGroupCoordinatorNotFound, KafkaJSTimeout];

/** The first error of a chain: the driver wraps the broker's answer into its retry errors. */
export function rootOf(error: unknown): unknown {
  let root = error;
  for (let depth = 0; depth < 8 && root instanceof Error && root.cause instanceof Error; depth++) root = root.cause;
  return root;
}

export function protocolCodeOf(error: unknown): number | undefined {
  const root = rootOf(error);
  if (root instanceof KafkaJSProtocolError) return root.code;
  return error instanceof KafkaJSProtocolError ? error.code : undefined;
}

export function verdictOn(error: unknown): Verdict {
  if (error instanceof KafkaUnavailable) return 'retry';
  const code = protocolCodeOf(error);
  if (code !== undefined) {
    if (PRODUCER_BROKEN.has(code)) return 'new_producer';
    if (TOO_LARGE.has(code)) return 'too_large';
    return REFUSED.has(code) ? 'refused' : 'retry';
  }
  const root = rootOf(error);
  if (root instanceof KafkaJSError) return authenticationFailed(root) ? 'refused' : 'retry';
  return isConnectionLost(root) ? 'retry' : 'refused';
}

/** Whether a crashed consumer may be replaced by a new one; otherwise the process has to end and be looked at. */
export function canRejoin(error: unknown): boolean {
  if (error instanceof KafkaUnavailable) return true;
  if (error instanceof KafkaJSNumberOfRetriesExceeded || error instanceof KafkaJSConnectionError) return true;
  const root = rootOf(error);
  if (root instanceof KafkaJSProtocolError) return !REFUSED.has(root.code);
  if (OF_THE_MOMENT.some((kind) => root instanceof kind)) return true;
  return root instanceof KafkaJSError ? root.retriable !== false : isConnectionLost(root);
}

const authenticationFailed = (error: KafkaJSError): boolean => error.name === 'KafkaJSSASLAuthenticationError';

/** Of a broker whose connection was lost between two requests of a call the driver says so in a plain error, by its text alone. */
const isConnectionLost = (error: unknown): boolean =>
  error instanceof Error && ('syscall' in error || error.message === 'Broker not connected');
