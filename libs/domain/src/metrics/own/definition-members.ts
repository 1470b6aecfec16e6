import type { InTwoLanguages } from '@analytics/contracts';
import { type Dimension, isDimension } from '../question/dimensions';
import { MetricDefinitionInvalid } from './own-metric-errors';

type Members = Readonly<Record<string, unknown>>;

const MOST_TAGS = 10;
const NAME = /^[a-z][a-z0-9_]{2,63}$/;
const TAG = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,31}$/u;
/** Line breaks and other signs that no name needs. */
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}]/u;

export function objectIn(value: unknown, pointer: string, members: readonly string[]): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MetricDefinitionInvalid(pointer, 'must be an object');
  }
  if (Object.keys(value).some((name) => !members.includes(name))) {
    throw new MetricDefinitionInvalid(pointer, `may only hold the members: ${members.join(', ')}`);
  }
  return value as Members;
}

const DEEPEST = 6;

/** No definition has more levels; whoever goes down a body by recursion asks this first. */
export function assertShallow(value: unknown): void {
  const isDeeper = (part: unknown, left: number): boolean =>
    typeof part === 'object' &&
    part !== null &&
    (left === 0 || Object.values(part).some((one) => isDeeper(one, left - 1)));
  if (isDeeper(value, DEEPEST)) throw new MetricDefinitionInvalid('', `must have at most ${DEEPEST} levels`);
}

export function nameIn(value: unknown): string {
  if (typeof value !== 'string' || !NAME.test(value)) {
    throw new MetricDefinitionInvalid('/name', 'must have 3 to 64 small letters, digits and _, a letter first');
  }
  return value;
}

export function textIn(value: unknown, pointer: string, longest: number): string {
  const fits = typeof value === 'string' && value.trim() !== '' && value.length <= longest && !UNPRINTABLE.test(value);
  if (!fits) throw new MetricDefinitionInvalid(pointer, `must be a text of 1 to ${longest} characters in one line`);
  return value;
}

export function languagesIn(value: unknown, pointer: string, longest: number): InTwoLanguages {
  const { en, ru } = objectIn(value, pointer, ['en', 'ru']);
  return { en: textIn(en, `${pointer}/en`, longest), ru: textIn(ru, `${pointer}/ru`, longest) };
}

export function tagsIn(value: unknown): readonly string[] {
  const fits = (tag: unknown): tag is string => typeof tag === 'string' && TAG.test(tag);
  if (!Array.isArray(value) || value.length > MOST_TAGS || !value.every(fits)) {
    throw new MetricDefinitionInvalid('/tags', `must list at most ${MOST_TAGS} short words`);
  }
  return [...new Set(value)];
}

export function dimensionsIn(value: unknown, known: readonly Dimension[]): readonly Dimension[] {
  const fits = (name: unknown): name is Dimension => isDimension(name) && known.includes(name);
  if (!Array.isArray(value) || !value.every(fits) || new Set(value).size !== value.length) {
    throw new MetricDefinitionInvalid('/dimensions', `must list dimensions of its measures: ${known.join(', ')}`);
  }
  return value;
}
