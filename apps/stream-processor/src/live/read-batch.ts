import { FactRefused, type LiveEvent, liveEvent } from '@analytics/domain';
import { dropped, kept, type Outcome, type Received } from '@analytics/infra-kafka';
import { decodeValidated } from '../warehouse/decode-validated';

export interface LiveRecord extends LiveEvent {
  readonly offset: bigint;
}

export interface ReadBatch {
  readonly records: readonly LiveRecord[];
  readonly outcomes: readonly Outcome[];
}

/** What the warehouse refuses is no number here either; the dead letter is the warehouse's to write. */
export function readBatch(batch: readonly Received[]): ReadBatch {
  const records: LiveRecord[] = [];
  const outcomes = batch.map((received): Outcome => {
    const record = read(received);
    if (record === undefined) return dropped('refused');
    records.push(record);
    return kept;
  });
  return { records, outcomes };
}

function read({ value, offset }: Received): LiveRecord | undefined {
  const decoded = decodeValidated(value);
  if (!decoded.ok) return undefined;
  try {
    return { ...liveEvent(decoded.value), offset };
  } catch (error) {
    if (error instanceof FactRefused) return undefined;
    throw error;
  }
}
