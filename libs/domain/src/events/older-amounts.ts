import { type Checked, passed, refused } from './verdict';

type Data = Readonly<Record<string, unknown>>;

const LINE_AMOUNT: Readonly<Record<string, (minor: number) => Data>> = {
  'com.platform.payment.transaction.completed.v1': (minor) => ({
    grossMinor: minor,
    discountMinor: 0,
    taxMinor: 0,
    feeMinor: 0,
  }),
  'com.platform.payment.refund.processed.v1': (minor) => ({ amountMinor: minor }),
};
const ROUBLES = /^(\d{1,10})(?:\.(\d{1,20}))?$/;

/**
 * Older payment producers send roubles as a decimal, `amountRub`, beside `gameId` (one line) or in each of `lines`. It
 * becomes minor units: `amountRub × 100` as `grossMinor` (payment; discount, tax and fee 0, quantity 1 unless given) or
 * `amountMinor` (refund), `currency` RUB, `rateToRub` 1 whatever else was said of the currency, because the amount is in
 * roubles. What already has minor units is left as it is. A fraction of a kopeck is refused, not rounded.
 */
export function withMinorUnits(type: string, data: Data): Checked<Data> {
  const amounts = LINE_AMOUNT[type];
  if (amounts === undefined) return passed(data);
  const { amountRub, gameId, quantity, ...others } = data;
  if (others['lines'] === undefined) {
    if (amountRub === undefined) return passed(data);
    const line = lineOf({ amountRub, gameId, quantity }, type, '/data');
    return line.ok ? passed({ ...others, lines: [line.value], currency: 'RUB', rateToRub: '1' }) : line;
  }
  const lines: unknown = others['lines'];
  if (!Array.isArray(lines) || !lines.some(isOlder)) return passed(data);
  const converted: unknown[] = [];
  for (const [index, each] of lines.entries()) {
    const line = isOlder(each) ? lineOf(each, type, `/data/lines/${index}`) : passed(each as unknown);
    if (!line.ok) return line;
    converted.push(line.value);
  }
  return passed({ ...others, lines: converted, currency: 'RUB', rateToRub: '1' });
}

const isOlder = (line: unknown): line is Data =>
  typeof line === 'object' && line !== null && 'amountRub' in line && !('grossMinor' in line || 'amountMinor' in line);

function lineOf({ amountRub, quantity, ...line }: Data, type: string, at: string): Checked<Data> {
  const minor = minorOf(amountRub);
  if (minor === undefined) {
    const rule = 'must be roubles with at most two decimals, for example 1999.90';
    return refused('SCHEMA_VIOLATION', rule, `${at}/amountRub`);
  }
  const counted = type.includes('.refund.') ? {} : { quantity: quantity ?? 1 };
  return passed({ ...line, ...LINE_AMOUNT[type]!(minor), ...counted });
}

/** Digit by digit: a product of binary fractions is off by a kopeck now and then. */
function minorOf(amount: unknown): number | undefined {
  const match = typeof amount === 'number' || typeof amount === 'string' ? ROUBLES.exec(String(amount)) : null;
  if (match === null) return undefined;
  const decimals = (match[2] ?? '').replace(/0+$/, '');
  return decimals.length > 2 ? undefined : Number(match[1]) * 100 + Number(decimals.padEnd(2, '0'));
}
