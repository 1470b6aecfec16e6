import { HOUR_MS } from '../../plan/moscow-time';
import type { Person } from '../../plan/people';
import { BAD_CLIENT, type Days } from '../../plan/plan';

/** Versions of the client and since when they are out, in days; the broken one goes to Windows alone. */
const VERSIONS = [
  { version: '3.12.4', since: -400 },
  { version: '3.13.0', since: -47 },
  { version: '3.14.1', since: -27 },
  { version: BAD_CLIENT.version, since: BAD_CLIENT.fromDay, windowsOnly: true },
  { version: '3.15.1', since: BAD_CLIENT.untilDay },
] as const;

/** Somebody has a version when it is out and their machine got around to it; the mended one came to everybody at once. */
export function clientVersionOf({ platform, updateLag }: Person, at: number, days: Days): string {
  const found = VERSIONS.findLast((one) => {
    if ('windowsOnly' in one) return platform === 'windows' && at >= brokenFrom(days) + updateLag * 12 * HOUR_MS;
    const lag = one.since === BAD_CLIENT.untilDay ? 0 : updateLag;
    return at >= days.at(one.since + lag, 12);
  });
  return (found ?? VERSIONS[0]).version;
}

export const brokenFrom = (days: Days): number => days.at(BAD_CLIENT.fromDay, BAD_CLIENT.fromHour);
export const brokenUntil = (days: Days): number => days.at(BAD_CLIENT.untilDay, BAD_CLIENT.untilHour);
