import { TYPE } from './event-types';
import { textOf, type Told } from './known-events';

export interface Game {
  readonly developer: string;
  readonly genres: readonly string[];
}

const UNKNOWN: Game = { developer: '', genres: [''] };

/** What was said last about each game. */
export function gamesOf(told: readonly Told[]): (game: string) => Game {
  const games = new Map<string, Game>();
  for (const { event } of told) {
    if (event.type !== TYPE.published) continue;
    const genres = event.data['genres'] as readonly string[];
    games.set(textOf(event, 'gameId'), {
      developer: textOf(event, 'developerId'),
      genres: genres.length > 0 ? [...new Set(genres)] : [''],
    });
  }
  return (game) => games.get(game) ?? UNKNOWN;
}
