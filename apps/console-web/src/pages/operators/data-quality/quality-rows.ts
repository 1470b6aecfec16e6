import type { TypeQuality } from '../api/operations';

/** From this share on a violation, a delay or an emptiness is worth a look. */
export const NOTEWORTHY = 0.01;

/** Whether somebody should look at the type. */
export const isOdd = ({ volume_verdict: verdict, violation_share: share }: TypeQuality): boolean =>
  verdict === 'low' || verdict === 'high' || verdict === 'new' || (share ?? 0) >= NOTEWORTHY;

/** Odd ones first, then the largest. */
export function qualityRows(
  all: readonly TypeQuality[],
  wanted: { readonly q: string; readonly onlyOdd: boolean },
): TypeQuality[] {
  const words = wanted.q.trim().toLowerCase();
  return all
    .filter((each) => each.event_type.toLowerCase().includes(words) && (!wanted.onlyOdd || isOdd(each)))
    .toSorted((one, other) => Number(isOdd(other)) - Number(isOdd(one)) || other.volume - one.volume);
}

/** Names of what is often empty, the emptiest first; what is never there is not expected there. */
export const emptiest = (shares: Readonly<Record<string, number>> | null): (readonly [string, number])[] =>
  Object.entries(shares ?? {})
    .filter(([, share]) => share >= NOTEWORTHY && share < 1)
    .toSorted(([, one], [, other]) => other - one);
