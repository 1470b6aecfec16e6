import type { ValidatedEvent } from '@analytics/contracts';
import { TYPE } from './event-types';
import { groupedBy, inOrder, type Told } from './known-events';

const LINK_REACHES_BACK_MS = 30 * 24 * 3_600_000;

/** Whose account an event counts for, and whether that person is staff. */
export interface Owner {
  /** 0 = nobody's. */
  readonly user: number;
  readonly staff: boolean;
}

const NOBODY: Owner = { user: 0, staff: false };

/**
 * An event with an account counts for it. One of a device alone counts for the account last linked to the device before
 * it, else for the first one linked after it, if that was at most 30 days later.
 */
export function ownersOf(told: readonly Told[]): (one: Told) => Owner {
  const links = groupedBy(
    told.filter(({ event }) => isLink(event)),
    ({ event }) => event.device_no,
  );
  return (one) => {
    const { user_no, device_no, is_staff } = one.event;
    if (user_no !== null) return { user: user_no, staff: is_staff };
    if (device_no === null) return NOBODY;
    const link = linkFor(one, links.get(device_no) ?? []);
    if (link === undefined) return NOBODY;
    return { user: link.event.user_no ?? 0, staff: is_staff || link.event.is_staff };
  };
}

const isLink = ({ type, user_no, device_no }: ValidatedEvent): boolean =>
  (type === TYPE.registered || type === TYPE.loggedIn) && user_no !== null && device_no !== null;

function linkFor(one: Told, links: readonly Told[]): Told | undefined {
  const before = links.findLast((link) => inOrder(link, one) < 0);
  if (before !== undefined) return before;
  const after = links[0];
  return after !== undefined && after.at - one.at <= LINK_REACHES_BACK_MS ? after : undefined;
}
