import { DomainError, type GameRow, type GamesAsk } from '@analytics/domain';

class CursorUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INVALID_QUERY_PARAMETERS';
  override readonly source = { parameter: 'cursor' };

  constructor() {
    super('the cursor is none that this list has given');
  }
}

/** Where the list goes on; it names nothing a caller may not see, so a forged one shows no more than an honest one. */
export const cursorAfter = ({ title, game_id }: GameRow): string =>
  Buffer.from(JSON.stringify([title, game_id])).toString('base64url');

export function placeOf(cursor: string): NonNullable<GamesAsk['after']> {
  const place = parsed(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(place) || place.length !== 2) throw new CursorUnknown();
  const [title, gameId] = place as readonly unknown[];
  if (typeof title !== 'string' || typeof gameId !== 'string') throw new CursorUnknown();
  return { title, gameId };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CursorUnknown();
  }
}
