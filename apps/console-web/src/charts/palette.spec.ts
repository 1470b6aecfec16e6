import { COLOUR_COUNT, colourOf, contrast, INKS, linear, paler, type Scheme } from './palette';

/** Machado, Oliveira, Fernandes 2009, full severity, on linear light. */
const SIGHTS: Readonly<Record<string, readonly number[]>> = {
  all: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  'no red': [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  'no green': [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  'no blue': [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};
/** In OKLab; a just noticeable difference is about 0.02. */
const APART = 0.07;

function seen(hex: string, by: readonly number[]): readonly number[] {
  const light = [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  const at = (row: number) =>
    Math.min(
      1,
      Math.max(
        0,
        light.reduce((sum, value, column) => sum + by[row * 3 + column]! * value, 0),
      ),
    );
  const [r, g, b] = [at(0), at(1), at(2)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const distance = (one: readonly number[], other: readonly number[]) =>
  Math.hypot(...one.map((value, index) => value - other[index]!));

describe.each<Scheme>(['light', 'dark'])('the %s palette', (scheme) => {
  const colours = Array.from({ length: COLOUR_COUNT }, (_, index) => colourOf(scheme, index));
  const { background, text, faintText, other } = INKS[scheme];

  it('can be read on its background', () => {
    for (const colour of [...colours, other, text, faintText]) {
      expect(contrast(colour, background)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('is paler for what it is compared with, and still seen', () => {
    for (const colour of colours) {
      expect(contrast(paler(scheme, colour), background)).toBeGreaterThanOrEqual(3);
      expect(contrast(paler(scheme, colour), background)).toBeLessThan(contrast(colour, background));
    }
  });

  it.each(Object.entries(SIGHTS))('is told apart by eyes that see %s', (_, sight) => {
    const labs = colours.map((colour) => seen(colour, sight));
    const gaps = labs.flatMap((one, index) => labs.slice(index + 1).map((next) => distance(one, next)));
    expect(Math.min(...gaps)).toBeGreaterThan(APART);
  });
});

it('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});
