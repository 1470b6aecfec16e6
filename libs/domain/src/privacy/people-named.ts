import { isObject } from '../json/json-object';
import { type Subject, subjectKey, subjectOf } from './personal-ids';
import { isUuid } from './uuid';

/** Of one event; more would be a list of people, and no event of ours is one. */
const MOST_PEOPLE = 16;
const MOST_MEMBERS = 2_000;
const MOST_TEXT = 256 * 1024;
/** No id of a person is longer. */
const LONGEST_ID = 256;

const OF_PEOPLE =
  /user|admin|account|person|people|profile|player|member|customer|friend|owner|author|recipient|sender|visitor|anonymous|device/i;
const OF_THINGS =
  /^(?:game|transaction|order|session|request|correlation|trace|refund|payment|promo|campaign|review|achievement|build|bundle|item|product|experiment|notification|download|search|schema)/i;
const UUIDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * Who an event may speak of that no schema vouches for, because it was refused: whatever stands where names of members say a
 * person or a device, UUIDs that no name says to be a thing's, and of what is no JSON every UUID. One too many does no harm.
 */
export function peopleNamed(text: string): Subject[] {
  const found = new Map<string, Subject>();
  const add = (subject: Subject | undefined): void => {
    if (subject !== undefined && subject.id.length <= LONGEST_ID && found.size < MOST_PEOPLE) {
      found.set(subjectKey(subject), subject);
    }
  };
  const event = parsed(text);
  if (event === undefined) {
    for (const [id] of text.slice(0, MOST_TEXT).matchAll(UUIDS)) for (const each of either(id)) add(each);
    return [...found.values()];
  }
  if (isObject(event)) for (const each of either(event['subject'])) add(each);
  const members = isObject(event) && 'data' in event ? event['data'] : event;
  for (const [name, value] of leavesOf(members)) {
    const isUuidText = typeof value === 'string' && isUuid(value);
    if (OF_PEOPLE.test(name) || (isUuidText && !OF_THINGS.test(name))) add(subjectOf(name, value));
  }
  return [...found.values()];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Nothing says whether it is an account or a device. */
const either = (id: unknown): (Subject | undefined)[] => [subjectOf('userId', id), subjectOf('deviceId', id)];

/** Without recursion: what was refused may be nested as deep as its sender liked. */
function* leavesOf(root: unknown): Generator<readonly [name: string, value: unknown]> {
  const waiting: (readonly [string, unknown])[] = [['', root]];
  for (let seen = 0; seen < waiting.length && seen < MOST_MEMBERS; seen += 1) {
    const [name, value] = waiting[seen]!;
    if (Array.isArray(value)) for (const each of value.slice(0, MOST_MEMBERS)) waiting.push([name, each]);
    else if (isObject(value)) {
      for (const member of Object.keys(value).slice(0, MOST_MEMBERS)) waiting.push([member, value[member]]);
    } else yield [name, value];
  }
}
