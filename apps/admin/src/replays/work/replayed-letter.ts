import { TextDecoder } from 'node:util';
import {
  COLLECTED_HEADERS,
  COLLECTED_TOPIC,
  DEAD_LETTER_HEADERS,
  EVENT_LIMITS,
  PLATFORM_EVENTS_PATTERN,
  VALIDATED_TOPIC,
} from '@analytics/contracts';
import {
  applyPatch,
  isObject,
  type JsonObject,
  type JsonPatch,
  patchCovers,
  PatchNotApplicable,
  strictValue,
} from '@analytics/domain';
import type { Outgoing } from '@analytics/infra-kafka';
import type { SkipReason } from '@analytics/infra-postgres';
import { eventOf } from '../../dead-letters/payload/event-of';
import type { OpenedLetter } from '../../dead-letters/payload/letter-payloads';

export type Prepared =
  { readonly ok: true; readonly letter: OpenedLetter } | { readonly ok: false; readonly skip: SkipReason };

const skip = (reason: SkipReason): Prepared => ({ ok: false, skip: reason });

/** What collect told the sender is its own verdict of then: the copy is judged anew. */
const VERDICTS: ReadonlySet<string> = new Set([
  COLLECTED_HEADERS.refusedCode,
  COLLECTED_HEADERS.refusedPointer,
  COLLECTED_HEADERS.refusedDetail,
]);
const ATTRIBUTE = /^ce_[a-z0-9]{1,20}$/;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

export const isIntakeTopic = (topic: string): boolean =>
  topic === COLLECTED_TOPIC || PLATFORM_EVENTS_PATTERN.test(topic);

/** A record as it will be sent: changed where there is a patch, without what was said about it before. */
export function preparedLetter(letter: OpenedLetter | undefined, patch: JsonPatch | undefined): Prepared {
  if (letter === undefined || letter.value === null || letter.state !== 'kept') return skip('PAYLOAD_MISSING');
  if (!isIntakeTopic(letter.topic) && letter.topic !== VALIDATED_TOPIC) return skip('TOPIC_UNKNOWN');
  const headers = Object.fromEntries(Object.entries(letter.headers).filter(([name]) => !VERDICTS.has(name)));
  const clean = { ...letter, headers };
  return patch === undefined ? { ok: true, letter: clean } : patchedLetter(clean, patch);
}

/** The same record with the patch applied to its event, whichever way it carries it. */
function patchedLetter(letter: OpenedLetter, patch: JsonPatch): Prepared {
  if (bendsSomething(letter, patch)) return skip('PATCH_NOT_APPLICABLE');
  const before = eventOf(letter);
  const after = afterPatch(before, patch);
  if (!isObject(before) || !isObject(after)) return skip('PATCH_NOT_APPLICABLE');
  const renamed = (['source', 'id'] as const).some(
    (name) => typeof before[name] === 'string' && before[name] !== after[name],
  );
  if (renamed) return skip('IDENTITY_CHANGED');
  // Whoever compares events by it computes it from what is sent.
  const { [COLLECTED_HEADERS.fingerprint]: _, ...headers } = letter.headers;
  return { ok: true, letter: { ...letter, ...written(after, headers) } };
}

function afterPatch(before: unknown, patch: JsonPatch): unknown {
  if (before === undefined) return undefined;
  try {
    return applyPatch(before, patch);
  } catch (error) {
    if (error instanceof PatchNotApplicable) return undefined;
    throw error;
  }
}

function written(event: JsonObject, headers: OpenedLetter['headers']): Pick<OpenedLetter, 'headers' | 'value'> {
  if (!('ce_specversion' in headers)) return { headers, value: Buffer.from(JSON.stringify(event)) };
  const { data, ...attributes } = event;
  const others = Object.entries(headers).filter(([name]) => !ATTRIBUTE.test(name));
  const named = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)]);
  return { headers: Object.fromEntries([...others, ...named]), value: Buffer.from(JSON.stringify(data ?? null)) };
}

/** Reading and writing JSON rounds numbers and drops doubled names: only what the patch writes anew may be lost so. */
function bendsSomething({ headers, value }: OpenedLetter, patch: JsonPatch): boolean {
  const inData = 'ce_specversion' in headers;
  try {
    const read = strictValue(UTF_8.decode(value ?? Buffer.alloc(0)), EVENT_LIMITS.depth);
    return !read.ok && !patchCovers(patch, `${inData ? '/data' : ''}${read.refusal.pointer ?? ''}`);
  } catch {
    return true;
  }
}

/** The copy for the original topic: same key, same identity, and whose copy it is. */
export function outgoingCopy(letter: OpenedLetter, copy: { count: number; originAt: Date }): Outgoing {
  return {
    topic: letter.topic,
    key: letter.key,
    value: letter.value,
    headers: {
      ...letter.headers,
      [DEAD_LETTER_HEADERS.replayOf]: letter.id,
      [DEAD_LETTER_HEADERS.replayCount]: String(copy.count),
    },
    // Of what the platform's services write, the time of the record is when we received it.
    ...(PLATFORM_EVENTS_PATTERN.test(letter.topic) && { timestampMs: copy.originAt.getTime() }),
  };
}
