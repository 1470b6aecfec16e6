import { seeded } from '../load/data-set.mjs';

/** Rows that ask nothing special of the product or of what is sent: these can be done to it again and again while it works. */
export const repeatable = (rows) =>
  rows.filter(
    ({ inject, missing, mounts, settings, settled, leastEvents }) =>
      inject !== undefined && [missing, mounts, settings, settled, leastEvents].every((own) => own === undefined),
  );

/** A row for each minute, dealt like cards: every one of them comes before one comes again. The same seed deals the same. */
export function dealtFaults(rows, { seed, minutes }) {
  const random = seeded(seed);
  const dealt = [];
  while (dealt.length < minutes) dealt.push(...shuffled(rows, random));
  return dealt.slice(0, minutes);
}

function shuffled(rows, random) {
  const deck = [...rows];
  for (let last = deck.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [deck[last], deck[other]] = [deck[other], deck[last]];
  }
  return deck;
}
