import type { ValidatedEvent } from '@analytics/contracts';
import { TYPE } from '../facts/event-types';
import { endOf, type GameSession } from '../facts/game-sessions';
import { textOf, type Told } from '../facts/known-events';
import type { PurchaseLine, RefundLine } from '../facts/ledger';
import type { StoreSession } from '../facts/store-sessions';
import type { WishStep } from '../facts/wishes';
import type { Act, World } from '../world';

export const DIMENSIONS = [
  ...(['platform', 'country', 'game_id', 'developer_id', 'genre', 'client_version', 'campaign_id'] as const),
  ...(['placement', 'channel', 'payment_method', 'acquisition', 'service', 'event_type'] as const),
];
export type Dimension = (typeof DIMENSIONS)[number];

/** One thing that is counted: when, and which event and game its dimensions are read from. */
export interface Row<T> {
  readonly at: number;
  readonly event: ValidatedEvent;
  readonly game: string;
  readonly item: T;
}

export interface ClosedSession extends GameSession {
  readonly endedAt: number;
}

/** A page view or a new wish of somebody with an account: the first step of a conversion. */
export interface Interest {
  readonly user: number;
  readonly game: string;
  readonly at: number;
}

export interface Sources {
  readonly allEvents: readonly Row<ValidatedEvent>[];
  readonly events: readonly Row<ValidatedEvent>[];
  readonly acts: readonly Row<Act>[];
  readonly purchases: readonly Row<PurchaseLine>[];
  readonly refundsAsBooked: readonly Row<RefundLine>[];
  readonly refundsAsPurchased: readonly Row<RefundLine>[];
  readonly gameSessions: readonly Row<ClosedSession>[];
  readonly storeSessions: readonly Row<StoreSession>[];
  readonly wishSteps: readonly Row<WishStep>[];
  /** The same steps, each with the place of the add that began its wish. */
  readonly wishBalance: readonly Row<WishStep>[];
  readonly pageInterests: readonly Row<Interest>[];
  readonly wishInterests: readonly Row<Interest>[];
}

const known = new WeakMap<World, Sources>();

/** What the metrics count, without bots and staff except in `allEvents`. */
export function sourcesOf(world: World): Sources {
  const sources = known.get(world) ?? build(world);
  known.set(world, sources);
  return sources;
}

const isPerson = (event: ValidatedEvent): boolean => !event.is_bot && !event.is_staff;

function build(world: World): Sources {
  const allEvents = inTime(world.told.map(({ event, at }) => eventRow(event, at)));
  const steps = world.wishSteps.filter(({ event, effect }) => effect !== 'none' && isPerson(event));
  return {
    allEvents,
    events: allEvents.filter(({ event }) => isPerson(event)),
    acts: inTime(world.acts.map((act) => ({ at: act.at, event: act.event, game: act.game, item: act }))),
    ...money(world),
    ...sessions(world),
    wishSteps: inTime(steps.map((step) => ({ at: step.at, event: step.event, game: step.game, item: step }))),
    wishBalance: inTime(steps.map((step) => ({ at: step.at, event: step.added!.event, game: step.game, item: step }))),
    pageInterests: inTime(world.told.flatMap((one) => pageInterest(world, one))),
    wishInterests: inTime(steps.filter(({ effect }) => effect === 'added').map(wishInterest)),
  };
}

const eventRow = (event: ValidatedEvent, at: number): Row<ValidatedEvent> => ({
  at,
  event,
  game: textOf(event, 'gameId'),
  item: event,
});

function money({ ledger }: World): Pick<Sources, 'purchases' | 'refundsAsBooked' | 'refundsAsPurchased'> {
  const isSale = (line: PurchaseLine): boolean => line.kind !== 'topup' && isPerson(line.event);
  const purchases = ledger.purchases.filter(isSale);
  const refunds = ledger.refunds.filter(({ purchase }) => purchase !== undefined && isSale(purchase));
  const refundRow = (at: (line: RefundLine) => number) => (line: RefundLine) => ({
    at: at(line),
    event: line.purchase!.event,
    game: line.game,
    item: line,
  });
  return {
    purchases: inTime(purchases.map((line) => ({ at: line.at, event: line.event, game: line.game, item: line }))),
    refundsAsBooked: inTime(refunds.map(refundRow(({ at }) => at))),
    refundsAsPurchased: inTime(refunds.map(refundRow(({ purchase }) => purchase!.at))),
  };
}

function sessions(world: World): Pick<Sources, 'gameSessions' | 'storeSessions'> {
  const closed = world.gameSessions.flatMap((session) => {
    const endedAt = endOf(session, world.watermark);
    return endedAt === undefined || !isPerson(session.from) ? [] : [{ ...session, endedAt }];
  });
  const visits = world.storeSessions.filter(({ bot, staff }) => !bot && !staff);
  return {
    gameSessions: inTime(
      closed.map((session) => ({ at: session.startedAt, event: session.from, game: session.game, item: session })),
    ),
    storeSessions: inTime(
      visits.map((visit) => ({ at: visit.startedAt, event: visit.events[0]!.event, game: '', item: visit })),
    ),
  };
}

function pageInterest(world: World, one: Told): Row<Interest>[] {
  const { event, at } = one;
  const { user, staff } = world.ownerOf(one);
  if (event.type !== TYPE.pageViewed || user === 0 || staff || event.is_bot) return [];
  const game = textOf(event, 'gameId');
  return [{ at, event, game, item: { user, game, at } }];
}

const wishInterest = ({ event, at, user, game }: WishStep): Row<Interest> => ({
  at,
  event,
  game,
  item: { user, game, at },
});

const inTime = <T>(rows: readonly Row<T>[]): Row<T>[] => [...rows].sort((one, other) => one.at - other.at);
