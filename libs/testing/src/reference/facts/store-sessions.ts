import type { Owner } from './attribution';
import { TYPE } from './event-types';
import { groupedBy, type Told } from './known-events';

const TYPES: readonly string[] = [TYPE.pageViewed, TYPE.searched, TYPE.pageOpened, TYPE.tracked];
const GAP_MS = 30 * 60_000;
const LONGEST_MS = 24 * 3_600_000;

export interface StoreSession {
  readonly user: number;
  readonly device: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** In order; the first one gives the session its day, its place and its identity. */
  readonly events: readonly Told[];
  readonly bot: boolean;
  readonly staff: boolean;
}

/** Visits of the store, per account and device: a new one after a gap of more than 30 minutes or beyond 24 hours. */
export function storeSessionsOf(told: readonly Told[], ownerOf: (one: Told) => Owner): StoreSession[] {
  const visits = told.filter(
    (one) => TYPES.includes(one.event.type) && (ownerOf(one).user !== 0 || one.event.device_no !== null),
  );
  const units = groupedBy(visits, (one) => `${ownerOf(one).user}/${one.event.device_no ?? 0}`);
  return [...units.values()].flatMap((unit) =>
    cut(unit).map((events) => {
      const [first, last] = [events[0]!, events[events.length - 1]!];
      const { user, staff } = ownerOf(first);
      const device = first.event.device_no ?? 0;
      return { user, device, startedAt: first.at, endedAt: last.at, events, bot: first.event.is_bot, staff };
    }),
  );
}

function cut(unit: readonly Told[]): Told[][] {
  const sessions: Told[][] = [];
  for (const one of unit) {
    const current = sessions[sessions.length - 1];
    const goesOn =
      current !== undefined &&
      one.at - current[current.length - 1]!.at <= GAP_MS &&
      one.at - current[0]!.at <= LONGEST_MS;
    if (goesOn) current.push(one);
    else sessions.push([one]);
  }
  return sessions;
}
