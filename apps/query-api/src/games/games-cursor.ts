import type { GameRow, GamesAsk } from '@analytics/domain';
import { cursorOf, placeOf } from '@analytics/service-kit';

const LIST = 'games';
const TITLE_AND_ID = /^[\w-]* [\w-]+$/;

export const cursorAfter = ({ title, game_id }: GameRow): string =>
  cursorOf(LIST, [title, game_id].map((text) => Buffer.from(text).toString('base64url')).join(' '));

export function afterOf(cursor: string | undefined): GamesAsk['after'] {
  const place = placeOf(LIST, cursor, TITLE_AND_ID);
  if (place === undefined) return undefined;
  const [title, gameId] = place.split(' ').map((text) => Buffer.from(text, 'base64url').toString());
  return { title: title!, gameId: gameId! };
}
