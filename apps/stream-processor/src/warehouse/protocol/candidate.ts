import type { ValidatedEvent } from '@analytics/contracts';
import { type Facts, FactRefused, factsOf, type Refusal, rowHash } from '@analytics/domain';
import type { Received } from '@analytics/infra-kafka';
import { decodeValidated } from '../decode-validated';

/** A record that is an event, with the facts it says: whether they are stored is decided later. */
export interface Candidate {
  readonly offset: bigint;
  readonly hash: bigint;
  readonly event: ValidatedEvent;
  readonly facts: Facts;
}

export type Read =
  | { readonly offset: bigint; readonly candidate: Candidate; readonly refusal?: undefined }
  | { readonly offset: bigint; readonly candidate?: undefined; readonly refusal: Refusal };

/** Depends on the record alone: no clock and no chance, so a repeat reads the same. */
export function readRecord({ topic, partition, offset, value }: Received): Read {
  const decoded = decodeValidated(value);
  if (!decoded.ok) return { offset, refusal: decoded.refusal };
  const event = decoded.value;
  const hash = rowHash(offset, value!);
  try {
    return { offset, candidate: { offset, hash, event, facts: factsOf(event, { topic, partition, offset, hash }) } };
  } catch (error) {
    if (!(error instanceof FactRefused)) throw error;
    return { offset, refusal: { code: 'DWH_REJECTED', detail: error.message, pointer: error.source.pointer } };
  }
}
