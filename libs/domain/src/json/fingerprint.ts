import { hash } from 'node:crypto';
import { canonicalMembers } from './canonical-json';

/**
 * Attributes that tell of one transport, not of what happened: when a device sent it (a retry is sent later), the trace of
 * the request, and how the data was written (binary mode names it, structured mode need not).
 */
export const TRANSPORT_ATTRIBUTES: readonly string[] = ['sentat', 'traceparent', 'tracestate', 'datacontenttype'];
const OF_TRANSPORT: ReadonlySet<string> = new Set(TRANSPORT_ATTRIBUTES);

/**
 * SHA-256 (hex) of what an event says: the same event sent again, in another mode, order of members or white space, has the
 * same fingerprint. An attribute that is null is an attribute that is not there; both spellings of the correlation id are one.
 */
export function fingerprintOf(event: object): string {
  const said = withOneCorrelationId(event as Readonly<Record<string, unknown>>);
  const names: string[] = [];
  for (const name of Object.keys(said)) if (said[name] !== null && !OF_TRANSPORT.has(name)) names.push(name);
  return hash('sha256', canonicalMembers(said, names), 'hex');
}

function withOneCorrelationId(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!Object.hasOwn(event, 'correlationId')) return event;
  const { correlationId, ...others } = event;
  return { ...others, correlationid: correlationId };
}
