import type { Game } from '../../plan/games';
import { MINUTE_MS } from '../../plan/moscow-time';
import { fillWallet, payInGame } from './buying';
import { clientVersionOf } from './client-versions';
import type { Life } from './person-story';
import { review } from './talking';

/** A sign of life in longer sessions: one is enough to close those that never say their end. */
const SIGN_AFTER_MS = 25 * MINUTE_MS;

/** Somebody plays what they own, else something they had before the store kept books. */
export function play(life: Life, at: number, day: number): void {
  const { scene, person, draw, teller } = life;
  const { userId, platform, country: countryCode } = person;
  const game = gameToPlay(life, day);
  const { gameId } = game;
  const sessionId = draw.uuid();
  const clientVersion = clientVersionOf(person, at, scene.days);
  const lengthMs = Math.min(8 * 60, 4 + draw.waiting(46)) * MINUTE_MS;
  const start = { sessionId, userId, gameId, platform, clientVersion, countryCode };
  teller.tell('library.session.started', at, { ...start, sessionStartTime: new Date(at).toISOString() });
  if (lengthMs > SIGN_AFTER_MS) {
    teller.tell('library.session.heartbeat', at + SIGN_AFTER_MS, { sessionId, userId, gameId, active: true });
  }
  const end = at + lengthMs;
  if (draw.chance(0.02)) payInGame(life, game, at + lengthMs / 2);
  if (draw.chance(0.006)) fillWallet(life, game, at - MINUTE_MS);
  // A few machines lose their power.
  if (draw.chance(0.97)) {
    const ended = { sessionEndTime: new Date(end).toISOString(), durationSeconds: Math.floor(lengthMs / 1_000) };
    teller.tell('library.session.ended', end, { sessionId, userId, gameId, ...ended });
  }
  if (draw.chance(0.035)) review(life, game, end + 5 * MINUTE_MS);
}

function gameToPlay({ scene, draw, owned }: Life, day: number): Game {
  if (owned.size > 0 && draw.chance(0.85)) {
    const gameId = draw.pick([...owned]);
    return scene.games.find((game) => game.gameId === gameId)!;
  }
  let game = scene.choose(draw, day);
  while (day < game.releaseDay) game = scene.choose(draw, day - 60);
  return game;
}
