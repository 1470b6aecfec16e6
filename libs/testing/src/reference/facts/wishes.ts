import type { ValidatedEvent } from '@analytics/contracts';
import { TYPE } from './event-types';
import { groupedBy, inOrder, textOf, type Told } from './known-events';
import type { PurchaseLine } from './ledger';

export type WishEffect = 'none' | 'added' | 'removed' | 'converted';

/** What one event did to the wish of one person for one game. */
export interface WishStep {
  readonly event: ValidatedEvent;
  readonly at: number;
  readonly user: number;
  readonly game: string;
  readonly effect: WishEffect;
  /** The add that began the wish this step begins or ends. */
  readonly added: Told | undefined;
}

/** Kinds of payment that bring the game itself. */
export const BRINGS_THE_GAME: readonly string[] = ['game', 'dlc', 'gift'];

export interface Step extends Told {
  readonly user: number;
  readonly game: string;
}

/** A second add or a removal of nothing has no effect; a purchase of the game converts the wish. */
export function wishStepsOf(told: readonly Told[], purchases: readonly PurchaseLine[]): WishStep[] {
  const wishes = told
    .filter(({ event }) => event.type === TYPE.wished || event.type === TYPE.unwished)
    .map(({ event, at }) => ({ event, at, user: event.user_no ?? 0, game: textOf(event, 'gameId') }));
  const steps = [...wishes, ...boughtGames(purchases)];
  const subjects = groupedBy(steps, ({ user, game }) => `${user}/${game}`);
  return [...subjects.values()].flatMap((subject) => effectsOf(subject.sort(inOrder)));
}

/** A payment with two lines of one game is one step. */
export function boughtGames(purchases: readonly PurchaseLine[]): Step[] {
  const bought = purchases.filter(({ kind }) => BRINGS_THE_GAME.includes(kind));
  const once = groupedBy(bought, ({ event, game }) => `${event.source}\n${event.id}\n${game}`);
  return [...once.values()].map(([line]) => ({ event: line!.event, at: line!.at, user: line!.user, game: line!.game }));
}

function effectsOf(steps: readonly Step[]): WishStep[] {
  let added: Told | undefined;
  return steps.map((step) => {
    const effect = effectOf(step, added !== undefined);
    const ended = added;
    if (effect === 'added') added = step;
    else if (effect !== 'none') added = undefined;
    return { ...step, effect, added: effect === 'added' ? step : ended };
  });
}

function effectOf({ event }: Step, outstanding: boolean): WishEffect {
  if (event.type === TYPE.wished) return outstanding ? 'none' : 'added';
  if (!outstanding) return 'none';
  return event.type === TYPE.unwished ? 'removed' : 'converted';
}
