import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';

/**
 * Attributes that tell of one transport, not of what happened: when a device sent it (a retry is sent later), the trace of
 * the request, and how the data was written (binary mode names it, structured mode need not).
 */
export const TRANSPORT_ATTRIBUTES: readonly string[] = ['sentat', 'traceparent', 'tracestate', 'datacontenttype'];

/**
 * SHA-256 (hex) of what an event says: the same event sent again, in another mode, order of members or white space, has the
 * same fingerprint. An attribute that is null is an attribute that is not there; both spellings of the correlation id are one.
 */
export function fingerprintOf(event: object): string {
  const said = Object.entries(event)
    .filter(([name, value]) => value !== null && !TRANSPORT_ATTRIBUTES.includes(name))
    .map(([name, value]): [string, unknown] => [name === 'correlationId' ? 'correlationid' : name, value]);
  return createHash('sha256')
    .update(canonicalJson(Object.fromEntries(said)))
    .digest('hex');
}
