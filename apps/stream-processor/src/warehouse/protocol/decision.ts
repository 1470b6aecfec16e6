import type { Refusal } from '@analytics/domain';
import { dropped, kept, type Outcome, rejected } from '@analytics/infra-kafka';
import type { Candidate, Read } from './candidate';
import { spanOf, TRANSFORM_VERSION } from './range-rows';
import type { Place, RepeatFinder, Span } from './sink-ports';

/** What becomes of every record of a range, and what is stored of it. */
export interface Decision {
  readonly span: Span;
  readonly toStore: readonly Candidate[];
  readonly outcomes: ReadonlyMap<bigint, Outcome>;
}

const CONFLICT: Refusal = {
  code: 'ID_CONFLICT',
  detail: 'an event of this source and id is stored with another content',
  pointer: '/id',
};

/** The same for the same range whenever it is asked: what the range itself stored before is left out of the question. */
export async function decide(
  repeats: RepeatFinder,
  place: Place,
  reads: readonly Read[],
  from = reads[0]!.offset,
): Promise<Decision> {
  const to = reads.at(-1)!.offset;
  const candidates = candidatesOf(reads);
  const found = candidates.length === 0 ? new Map() : await repeats.find({ ...place, from, to }, candidates);
  const outcomes = new Map<bigint, Outcome>();
  const toStore: Candidate[] = [];
  for (const { offset, candidate, refusal } of reads) {
    const repeat = found.get(offset);
    if (candidate === undefined) outcomes.set(offset, refusedAs(refusal));
    else if (repeat === 'duplicate') outcomes.set(offset, dropped('duplicate'));
    else if (repeat === 'conflict') outcomes.set(offset, refusedAs(CONFLICT, candidate));
    else {
      outcomes.set(offset, kept);
      toStore.push(candidate);
    }
  }
  return { span: spanOf(place, from, to, candidates), toStore, outcomes };
}

export const candidatesOf = (reads: readonly Read[]): Candidate[] =>
  reads.flatMap(({ candidate }) => (candidate === undefined ? [] : [candidate]));

export const refusedByWarehouse = (candidate: Candidate): Outcome =>
  refusedAs({ code: 'DWH_REJECTED', detail: 'the warehouse cannot hold a value of this event' }, candidate);

const refusedAs = ({ code, detail, pointer }: Refusal, candidate?: Candidate): Outcome =>
  rejected({
    stage: 'dwh',
    reason: code,
    message: detail,
    ...(pointer === undefined ? {} : { pointer }),
    ...(candidate === undefined
      ? {}
      : {
          eventType: candidate.event.type,
          eventSource: candidate.event.source,
          eventId: candidate.event.id,
          schemaVersion: candidate.event.schema_version,
        }),
    transformVersion: TRANSFORM_VERSION,
  });
