import {
  dayOf,
  daysFrom,
  type DeviceAccounts,
  deviceLinkCounts,
  type NumberedDay,
  type TouchedTrail,
  trailCounts,
  type TrailSide,
} from '@analytics/domain';
import { askInSlices, type Warehouse } from './derived-store';
import { isLong, type ReadTrail } from './trail-reading';

interface KnownTrail extends ReadTrail {
  readonly accounts: DeviceAccounts;
}

/**
 * Trails of which there is more than was read. Facts are only ever added, so their number tells; a fact that lies there twice
 * makes it larger, and then the trail is only read once more. Long ones are read again rather than counted.
 */
export async function outgrownTrails(
  warehouse: Warehouse,
  side: TrailSide,
  fresh: readonly TouchedTrail[],
  trails: ReadonlyMap<number, KnownTrail>,
): Promise<TouchedTrail[]> {
  const isCounted = ({ no }: TouchedTrail) => !trails.get(no)!.read.some(isLong);
  const counted = fresh.filter(isCounted);
  if (counted.length === 0) return [...fresh];
  const days = counted.flatMap(({ no }) => daysOf(no, trails.get(no)!));
  const events = sums(await askInSlices(warehouse, days, (slice) => trailCounts(side, slice)));
  const links = side === 'account' ? [] : await warehouse.run(deviceLinkCounts(counted.map(({ no }) => no)));
  const facts = sums(links);
  return fresh.filter((trail) => {
    const { events: read, accounts } = trails.get(trail.no)!;
    if (!isCounted(trail)) return true;
    return (events.get(trail.no) ?? 0) !== read.length || (facts.get(trail.no) ?? 0) !== accounts.facts;
  });
}

const daysOf = (no: number, { read }: ReadTrail): NumberedDay[] =>
  read.flatMap(({ fromMs, toMs }) => daysFrom(dayOf(fromMs), dayOf(toMs)).map((day) => ({ no, day })));

function sums(counts: readonly { readonly no: number; readonly facts: string }[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const { no, facts } of counts) found.set(no, (found.get(no) ?? 0) + Number(facts));
  return found;
}
