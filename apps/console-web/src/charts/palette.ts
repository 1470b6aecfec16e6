export type Scheme = 'light' | 'dark';

/**
 * Eight colours a scheme, each readable on the page's background (4.5:1) and told apart by people who do not see red, green
 * or blue; found by search over OKLCH and held to it by the test beside. More series than colours get other strokes.
 */
const COLOURS: Readonly<Record<Scheme, readonly string[]>> = {
  light: ['#1c5fc4', '#687c02', '#b65577', '#680835', '#7c3a21', '#694781', '#2024a7', '#4c1c69'],
  dark: ['#74a9ff', '#f3b01d', '#cd753f', '#c3f2d7', '#ae8baa', '#b1c69e', '#fee657', '#7fd4fc'],
};

export interface Inks {
  readonly background: string;
  readonly text: string;
  readonly faintText: string;
  readonly rule: string;
  /** The series that adds up the ones left out. */
  readonly other: string;
  /** Behind buckets that are not over yet. */
  readonly unfinished: string;
}

export const INKS: Readonly<Record<Scheme, Inks>> = {
  light: {
    background: '#ffffff',
    text: '#212529',
    faintText: '#5c636a',
    rule: '#e3e6e9',
    other: '#6a6f75',
    unfinished: 'rgba(33, 37, 41, 0.05)',
  },
  dark: {
    background: '#242424',
    text: '#e9ecef',
    faintText: '#adb5bd',
    rule: '#3b3b3b',
    other: '#9aa0a6',
    unfinished: 'rgba(255, 255, 255, 0.06)',
  },
};

export const COLOUR_COUNT = COLOURS.light.length;

export const colourOf = (scheme: Scheme, index: number): string => COLOURS[scheme][index % COLOUR_COUNT]!;

/** The same colour as far towards the background as it can still be seen (3:1): what something is compared with. */
export function paler(scheme: Scheme, colour: string): string {
  const { background } = INKS[scheme];
  let found = colour;
  for (let share = 0.05; share < 1; share += 0.05) {
    const mixed = mix(colour, background, share);
    if (contrast(mixed, background) < 3) return found;
    found = mixed;
  }
  return found;
}

const channels = (hex: string): readonly number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function mix(one: string, other: string, share: number): string {
  const target = channels(other);
  const mixed = channels(one).map((value, index) => Math.round(value + (target[index]! - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** WCAG 2 contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [bright, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = channels(hex).map((value) => linear(value / 255)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
