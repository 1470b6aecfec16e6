import { createHash } from 'node:crypto';
import type { DeadLetterFilter, DeadLetterPlace } from '@analytics/infra-postgres';
import { QueryParameterWrong } from '@analytics/service-kit';

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{64}) ([0-9a-f]{32})$/;

/** Says where a page ended and of which question, so that it cannot be taken to another one by mistake. */
export function cursorOf(place: DeadLetterPlace, filter: DeadLetterFilter): string {
  const text = `${place.firstSeenAt.toISOString()} ${place.id}`;
  return Buffer.from(`${text} ${sealOf(text, filter)}`).toString('base64url');
}

export function placeOf(cursor: string, filter: DeadLetterFilter): DeadLetterPlace {
  const [, at = '', id = '', seal] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const firstSeenAt = new Date(at);
  if (Number.isNaN(firstSeenAt.getTime()) || seal !== sealOf(`${at} ${id}`, filter)) {
    throw new QueryParameterWrong(
      'cursor',
      'take the cursor from meta.next_cursor of the page before, and the same filters',
    );
  }
  return { firstSeenAt, id };
}

/** Not a secret: whoever forges one sees records that the same question shows page by page. */
const sealOf = (place: string, filter: DeadLetterFilter): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        place,
        Object.entries(filter)
          .filter(([, value]) => value !== undefined)
          .sort(),
      ]),
    )
    .digest('hex')
    .slice(0, 32);
