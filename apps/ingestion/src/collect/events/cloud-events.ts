import type { IncomingHttpHeaders } from 'node:http';
import { EVENT_LIMITS } from '@analytics/contracts';
import { isObject, type JsonItem, strictJson } from '@analytics/domain';
import { BodyUnreadable, NoEvents, TooManyBytes, TooManyEvents } from '../collect-errors';
import { attributesOf, isBinaryMode } from './binary-mode';

/** By these an object is a CloudEvent, perhaps a broken one: without any of them it is something else. */
const MARKS = ['specversion', 'id', 'source', 'type'];

/** The events of a body in any of the three modes, each with the text it came as and what is wrong with that text. */
export function cloudEventsOf(text: string, headers: IncomingHttpHeaders): readonly JsonItem[] {
  if (isBinaryMode(headers)) return eventsOf(inBinaryMode(text, headers), 'a CloudEvent');
  const items = eventsOf(text, 'a CloudEvent');
  if (!items.some(({ value }) => isObject(value) && MARKS.some((mark) => Object.hasOwn(value, mark)))) {
    throw new NoEvents('a CloudEvent');
  }
  return items;
}

/** One item or an array of at most as many as a batch may have. */
export function eventsOf(text: string, wanted: string): readonly JsonItem[] {
  const read = strictJson(text, { depth: EVENT_LIMITS.depth, items: EVENT_LIMITS.batchEvents });
  if (!read.ok) throw new BodyUnreadable('is not JSON');
  const { batch, count, items } = read.value;
  if (count > EVENT_LIMITS.batchEvents) throw new TooManyEvents(EVENT_LIMITS.batchEvents);
  if (!items.some(({ value }) => isObject(value))) throw new NoEvents(wanted);
  // A neighbourless event is the whole body, and its size the body's fault.
  if (!batch && isTooLarge(text)) throw new TooManyBytes('event', EVENT_LIMITS.eventBytes);
  return items;
}

/** Characters bound bytes from both sides, so that most texts need not be counted. */
export const isTooLarge = (text: string): boolean =>
  text.length > EVENT_LIMITS.eventBytes ||
  (text.length * 3 > EVENT_LIMITS.eventBytes && Buffer.byteLength(text) > EVENT_LIMITS.eventBytes);

/** The same event in structured mode: from here on the modes are one. */
function inBinaryMode(text: string, headers: IncomingHttpHeaders): string {
  const attributes = JSON.stringify(attributesOf(headers)).slice(0, -1);
  if (text.trim() === '') return `${attributes}}`;
  // The data has to be JSON by itself: only then does it stay within its place.
  if (!strictJson(text, { depth: EVENT_LIMITS.depth, items: 0 }).ok) throw new BodyUnreadable('is not JSON');
  return `${attributes},"data":${text}}`;
}
