import { createHash } from 'node:crypto';
import type { DeadLetterRecord } from '@analytics/contracts';
import type { IncomingLetter, IndexedLetters } from './dead-letters.records';

/** One record as a batch leaves it: made by it, or changed by it. */
export interface DeadLetterDraft {
  readonly id: string;
  readonly identity: string;
  /** Made by this batch. */
  readonly added: boolean;
  /** A replay was refused again: its content takes the place of what is there. */
  readonly replaces: boolean;
  readonly incoming: IncomingLetter;
  /** How many refusals the batch adds. */
  readonly attempts: number;
  readonly lastSeen: string;
}

export interface FoldedLetters {
  readonly drafts: readonly DeadLetterDraft[];
  /** Letters that were counted into a record of another letter, as [letter, record]. */
  readonly repeats: readonly (readonly [string, string])[];
  readonly counts: IndexedLetters;
}

/** Which letters and which events have a record already, as id of the letter or identity → id of the record. */
export interface KnownLetters {
  readonly letters: ReadonlyMap<string, string>;
  readonly identities: ReadonlyMap<string, string>;
}

/** The same event refused for the same reason; a letter without an event in it is like no other. */
export function identityOf(letter: DeadLetterRecord): string {
  const { event_source: source, event_id: id, reason_code: reason, raw_sha256: bytes } = letter;
  const identity = source === null || id === null ? [letter.dlq_id] : [source, id, reason, bytes];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}

/** What a batch of letters means for the records: any batch may come again, whole or in part, and then means nothing. */
export function foldLetters(batch: readonly IncomingLetter[], known: KnownLetters): FoldedLetters {
  const letters = new Map(known.letters);
  const identities = new Map(known.identities);
  const drafts = new Map<string, DeadLetterDraft>();
  const repeats: (readonly [string, string])[] = [];
  const counts = { added: 0, repeated: 0, reopened: 0, known: 0 };
  for (const incoming of batch) {
    const { letter } = incoming;
    const identity = identityOf(letter);
    if (letters.has(letter.dlq_id)) {
      counts.known += 1;
      continue;
    }
    const parent = letter.parent_dlq_id === null ? undefined : letters.get(letter.parent_dlq_id);
    const id = parent ?? identities.get(identity) ?? letter.dlq_id;
    letters.set(letter.dlq_id, id);
    const made = id === letter.dlq_id;
    if (made) identities.set(identity, id);
    else repeats.push([letter.dlq_id, id]);
    counts[made ? 'added' : parent === undefined ? 'repeated' : 'reopened'] += 1;
    drafts.set(id, merged(drafts.get(id), { id, identity, incoming, added: made, replaces: parent !== undefined }));
  }
  return { drafts: [...drafts.values()], repeats, counts };
}

type Refusal = Omit<DeadLetterDraft, 'attempts' | 'lastSeen'>;

function merged(before: DeadLetterDraft | undefined, refusal: Refusal): DeadLetterDraft {
  const { last_seen: seen } = refusal.incoming.letter;
  if (before === undefined) return { ...refusal, attempts: 1, lastSeen: seen };
  return {
    ...before,
    incoming: refusal.replaces ? refusal.incoming : before.incoming,
    replaces: before.replaces || refusal.replaces,
    attempts: before.attempts + 1,
    lastSeen: seen > before.lastSeen ? seen : before.lastSeen,
  };
}
