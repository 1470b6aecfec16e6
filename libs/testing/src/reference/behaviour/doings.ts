import type { ValidatedEvent } from '@analytics/contracts';
import { groupedBy, type Told } from '../facts/known-events';
import type { World } from '../world';

export type Matches = (event: ValidatedEvent) => boolean;

/** What each person with an account did, in order, without bots and staff. */
export function doingsByUser(world: World): Map<number, Told[]> {
  const people = world.told.filter((one) => {
    const { user, staff } = world.ownerOf(one);
    return user !== 0 && !staff && !one.event.is_bot;
  });
  return groupedBy(people, (one) => world.ownerOf(one).user);
}
