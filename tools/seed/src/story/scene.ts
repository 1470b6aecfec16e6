import { Draw } from '../plan/draw';
import { type Game, gamesOf, isOut } from '../plan/games';
import { type Person, peopleOf } from '../plan/people';
import { Days, type Plan, RELEASE } from '../plan/plan';

/** The store as every story sees it. */
export interface Scene {
  readonly plan: Plan;
  readonly days: Days;
  readonly games: readonly Game[];
  readonly people: readonly Person[];
  /** A game that catches somebody's eye on a day. */
  choose(draw: Draw, day: number): Game;
}

export function sceneOf(plan: Plan): Scene {
  const games = gamesOf(plan);
  const ends: number[] = [];
  let total = 0;
  for (const { weight } of games) ends.push((total += weight));
  const known = (draw: Draw): Game => games[firstAbove(ends, draw.next() * total)]!;
  return {
    plan,
    days: new Days(plan),
    games,
    people: peopleOf(plan),
    choose(draw, day) {
      if (draw.chance(hypeOf(day))) return games[0]!;
      for (let tries = 0; tries < 5; tries += 1) {
        const game = known(draw);
        if (isOut(game, day)) return game;
      }
      return games[1]!;
    },
  };
}

/** Everybody looks at the new game when it comes out, and some already before. */
function hypeOf(day: number): number {
  if (day < RELEASE.announced) return 0;
  if (day < RELEASE.day) return 0.03 + (0.05 * (day - RELEASE.announced)) / (RELEASE.day - RELEASE.announced);
  return 0.05 + 0.27 * 0.75 ** (day - RELEASE.day);
}

function firstAbove(ends: readonly number[], value: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
