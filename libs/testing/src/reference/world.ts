import type { ValidatedEvent } from '@analytics/contracts';
import { type Owner, ownersOf } from './facts/attribution';
import { TYPE } from './facts/event-types';
import { type GameSession, gameSessionsOf } from './facts/game-sessions';
import { type Game, gamesOf } from './facts/games';
import { type Known, knownEvents, textOf, type Told } from './facts/known-events';
import { type Ledger, ledgerOf } from './facts/ledger';
import { type StoreSession, storeSessionsOf } from './facts/store-sessions';
import { type WishStep, wishStepsOf } from './facts/wishes';

/** Something a person did that makes them active; a purchase is one act per game. */
export interface Act extends Told {
  readonly user: number;
  readonly game: string;
}

/** Everything that follows from the delivered events. */
export interface World extends Known {
  readonly ownerOf: (one: Told) => Owner;
  readonly gameOf: (game: string) => Game;
  /** Of people with an account that are neither bots nor staff, in order. */
  readonly acts: readonly Act[];
  readonly storeSessions: readonly StoreSession[];
  readonly gameSessions: readonly GameSession[];
  readonly ledger: Ledger;
  readonly wishSteps: readonly WishStep[];
}

const worlds = new WeakMap<readonly ValidatedEvent[], World>();

/** The world of a list of events, in their order of arrival; worked out once per list. */
export function worldOf(delivered: readonly ValidatedEvent[]): World {
  const known = worlds.get(delivered) ?? build(delivered);
  worlds.set(delivered, known);
  return known;
}

function build(delivered: readonly ValidatedEvent[]): World {
  const known = knownEvents(delivered);
  const owners = new Map<Told, Owner>();
  const owner = ownersOf(known.told);
  for (const one of known.told) owners.set(one, owner(one));
  const ownerOf = (one: Told): Owner => owners.get(one) ?? owner(one);
  const ledger = ledgerOf(known.told);
  return {
    ...known,
    ownerOf,
    gameOf: gamesOf(known.told),
    acts: known.told.flatMap((one) => actsOf(one, ownerOf(one))),
    storeSessions: storeSessionsOf(known.told, ownerOf),
    gameSessions: gameSessionsOf(known.told),
    ledger,
    wishSteps: wishStepsOf(known.told, ledger.purchases),
  };
}

const ACTS: readonly string[] = [TYPE.sessionStarted, TYPE.pageViewed, TYPE.reviewed, TYPE.befriended];

function actsOf(one: Told, { user, staff }: Owner): Act[] {
  const { event } = one;
  if (user === 0 || staff || event.is_bot) return [];
  if (ACTS.includes(event.type)) return [{ ...one, user, game: textOf(event, 'gameId') }];
  if (!isPurchase(event)) return [];
  const games = (event.data['lines'] as readonly { gameId: string }[]).map(({ gameId }) => gameId);
  return [...new Set(games)].map((game) => ({ ...one, user, game }));
}

const isPurchase = (event: ValidatedEvent): boolean =>
  event.type === TYPE.paid && textOf(event, 'status') === 'completed' && textOf(event, 'kind') !== 'topup';
