import { DomainError } from '@analytics/domain';

class CursorUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INVALID_QUERY_PARAMETERS';
  override readonly source = { parameter: 'cursor' };

  constructor() {
    super('the cursor is none that this list has given');
  }
}

/** Where a list goes on: opaque to callers, the list's name keeps cursors of other lists out. */
export const cursorOf = (list: string, place: string): string => Buffer.from(`${list} ${place}`).toString('base64url');

/** The place behind a cursor; it names nothing a caller may not see, so a forged one does no harm if its form is right. */
export function placeOf(list: string, cursor: string | undefined, form: RegExp): string | undefined {
  if (cursor === undefined) return undefined;
  const [name, place = '', more] = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (name !== list || more !== undefined || !form.test(place)) throw new CursorUnknown();
  return place;
}
