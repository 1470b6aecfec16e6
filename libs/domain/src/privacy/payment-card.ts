// First digits of the networks in use: Visa, Mastercard, MIR, American Express, Maestro, UnionPay, JCB, Discover, Diners.
const NETWORK = /^(?:4|5[0-9]|2[2-7]|3[0-9]|6[0-9])/;
const LONGEST = 19;
const SHORTEST = 13;

/** Is this the number of a payment card: digits of a network's range that pass the Luhn check? */
export function isCardNumber(digits: string): boolean {
  if (digits.length < SHORTEST || digits.length > LONGEST || !NETWORK.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Where in a run of groups of digits card numbers are, as [from, to) of the text; they begin and end with a group. */
export function cardsWithin(run: string): [number, number][] {
  const groups = [...run.matchAll(/\d+/g)].map((match) => ({ from: match.index, digits: match[0] }));
  const found: [number, number][] = [];
  for (let first = 0; first < groups.length; first += 1) {
    let digits = '';
    let best: number | undefined;
    for (let last = first; last < groups.length && digits.length <= LONGEST; last += 1) {
      digits += groups[last]!.digits;
      if (isCardNumber(digits)) best = last;
    }
    if (best === undefined) continue;
    const end = groups[best]!;
    found.push([groups[first]!.from, end.from + end.digits.length]);
    first = best;
  }
  return found;
}
