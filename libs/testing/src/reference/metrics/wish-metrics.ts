import { groupedBy } from '../facts/known-events';
import { boughtGames } from '../facts/wishes';
import { type Ask, type MetricReference, ratio } from './metric-value';
import type { Interest, Row } from './sources';
import type { Slice } from './slice';

const DAY_MS = 24 * 3_600_000;

const steps =
  (effect: string): MetricReference =>
  (slice, { stretch }) => ({
    value: slice.within(slice.sources.wishSteps, stretch).filter((step) => step.effect === effect).length,
  });

/** Wishes that stand at the end of the stretch. */
const outstanding: MetricReference = (slice, { stretch }) => {
  const until = { from: Number.NEGATIVE_INFINITY, until: stretch.until };
  const changes = slice.within(slice.sources.wishBalance, until);
  return { value: changes.reduce((standing, { effect }) => standing + (effect === 'added' ? 1 : -1), 0) };
};

const keyOf = ({ user, game }: { user: number; game: string }): string => `${user}/${game}`;

/** When each person bought each game, in order. */
function purchaseTimes(slice: Slice): Map<string, number[]> {
  const people = slice.sources.purchases.map(({ item }) => item);
  const bought = groupedBy(boughtGames(people), keyOf);
  return new Map([...bought].map(([key, list]) => [key, list.map(({ at }) => at).sort((a, b) => a - b)]));
}

/** Of those who showed interest in a game, who bought it within the window; whose window is open does not count yet. */
const conversion =
  (interestsOf: (slice: Slice) => readonly Row<Interest>[], windowDays: number): MetricReference =>
  (slice, { stretch }: Ask) => {
    const windowMs = windowDays * DAY_MS;
    const bought = slice.once('bought', () => purchaseTimes(slice));
    let converted = 0;
    let dropped = 0;
    for (const [key, interests] of groupedBy(slice.within(interestsOf(slice), stretch), keyOf)) {
      const times = bought.get(key) ?? [];
      const ends = ({ at }: Interest): boolean => times.some((time) => time >= at && time <= at + windowMs);
      if (interests.some(ends)) converted += 1;
      else if (interests[interests.length - 1]!.at + windowMs <= slice.world.watermark) dropped += 1;
    }
    return ratio(converted, converted + dropped);
  };

export const WISH_METRICS: Readonly<Record<string, MetricReference>> = {
  wishlist_adds: steps('added'),
  wishlist_removes: steps('removed'),
  wishlist_outstanding: outstanding,
  conversion_page_to_purchase: conversion((slice) => slice.sources.pageInterests, 14),
  conversion_wishlist_to_purchase: conversion((slice) => slice.sources.wishInterests, 180),
};
