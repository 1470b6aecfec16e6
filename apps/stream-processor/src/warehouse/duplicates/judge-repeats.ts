import type { Candidate } from '../protocol/candidate';
import type { Repeat } from '../protocol/sink-ports';

/** Equal for the same event: its source and id, kept apart whatever signs they hold. */
export const identityOf = ({ event: { source, id } }: Candidate): string => `${source.length}:${source}${id}`;

/**
 * What came first counts: what is stored elsewhere, else the lowest offset. The same content again is a duplicate, another
 * one under the same identity a conflict.
 */
export function judgeRepeats(
  candidates: readonly Candidate[],
  /** Fingerprints of what is stored elsewhere, by identity. */
  stored: ReadonlyMap<string, string>,
): Map<bigint, Repeat> {
  const first = new Map(stored);
  const repeats = new Map<bigint, Repeat>();
  for (const candidate of candidates) {
    const identity = identityOf(candidate);
    const known = first.get(identity);
    if (known === undefined) first.set(identity, candidate.event.fingerprint);
    else repeats.set(candidate.offset, known === candidate.event.fingerprint ? 'duplicate' : 'conflict');
  }
  return repeats;
}
