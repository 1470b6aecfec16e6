const RATE = /^(\d{1,12})(?:\.(\d{1,10}))?$/;

export interface Rate {
  readonly digits: bigint;
  readonly scale: bigint;
}

/** `'92.4512'` as 924512 / 10000; undefined for what is no positive decimal. */
export function rateOf(text: string): Rate | undefined {
  const match = RATE.exec(text);
  if (match === null) return undefined;
  const fraction = match[2] ?? '';
  const digits = BigInt(match[1]! + fraction);
  return digits === 0n ? undefined : { digits, scale: 10n ** BigInt(fraction.length) };
}

/** Minor units × roubles for one unit, half up: the one place where money is rounded. */
export const toKopecks = (minor: number, rate: Rate): bigint =>
  (2n * BigInt(minor) * rate.digits + rate.scale) / (2n * rate.scale);
