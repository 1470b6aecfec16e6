import { mixOf } from './run-events.mjs';

const MONEY = ['gross', 'discount', 'tax', 'fee', 'refund', 'chargeback'];
const zeros = (names) => Object.fromEntries(names.map((name) => [name, 0]));

function addTo(sums, more) {
  for (const [name, value] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + value;
}

/** What acknowledged events have to become, in sums that do not grow with them. */
export class Tally {
  distinct = 0;
  duplicates = 0;
  refused = 0;
  xor = [0, 0];
  money = zeros(MONEY);
  types = {};
  reasons = {};

  valid(number, type, money) {
    this.distinct += 1;
    const [first, second] = mixOf(number);
    this.xor = [(this.xor[0] ^ first) >>> 0, (this.xor[1] ^ second) >>> 0];
    addTo(this.types, { [type]: 1 });
    if (money !== undefined) addTo(this.money, money);
  }

  duplicate() {
    this.duplicates += 1;
  }

  invalid(reason) {
    this.refused += 1;
    addTo(this.reasons, { [reason]: 1 });
  }

  get total() {
    return this.distinct + this.duplicates + this.refused;
  }

  add({ distinct, duplicates, refused, xor, money, types, reasons }) {
    this.distinct += distinct;
    this.duplicates += duplicates;
    this.refused += refused;
    this.xor = [(this.xor[0] ^ xor[0]) >>> 0, (this.xor[1] ^ xor[1]) >>> 0];
    addTo(this.money, money);
    addTo(this.types, types);
    addTo(this.reasons, reasons);
  }

  static of(plain) {
    const tally = new Tally();
    tally.add(plain);
    return tally;
  }
}
