import { QueryParameterWrong } from '../validation/query-parameter-wrong';

/** Where a list goes on: opaque to callers, the list's name keeps cursors of other lists out. */
export const cursorOf = (list: string, place: string): string => Buffer.from(`${list} ${place}`).toString('base64url');

/** The place behind a cursor; it names nothing a caller may not see, so a forged one does no harm if its form is right. */
export function placeOf(list: string, cursor: string | undefined, form: RegExp): string | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  const place = text.slice(list.length + 1);
  if (!text.startsWith(`${list} `) || !form.test(place)) {
    throw new QueryParameterWrong('cursor', 'the cursor is none that this list has given');
  }
  return place;
}
