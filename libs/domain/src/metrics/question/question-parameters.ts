import type { Granularity } from '../../time/buckets';
import type { Period } from '../../time/period';
import { type Dimension, isDimension } from './dimensions';
import { QuestionInvalid, QuestionTooExpensive } from './question-errors';

const LIMIT_DAYS: Readonly<Record<Granularity, number>> = { minute: 1, hour: 31, day: 366, week: 1_098, month: 1_830 };
const MAX_DIMENSIONS = 5;
const SERIES = { default: 1_000, most: 1_000 };
const DAY_MS = 24 * 3_600_000;
/** Lets a month with the clock put back pass. */
const SPARE_MS = 2 * 3_600_000;

export function assertAffordable(period: Period, granularity: Granularity): void {
  const lengthMs = period.until.getTime() - period.from.getTime();
  const days = LIMIT_DAYS[granularity];
  if (lengthMs <= days * DAY_MS + SPARE_MS) return;
  throw new QuestionTooExpensive({
    en: `by ${granularity} a period of at most ${days} days can be asked for: take a shorter period or a coarser granularity`,
    ru: `с шагом ${granularity} можно спросить не больше ${days} дней: возьмите период короче или шаг крупнее`,
  });
}

export function oneOf<const Names extends readonly string[]>(
  parameter: 'granularity' | 'compare' | 'basis' | 'approximate',
  names: Names,
  value: string | undefined,
): Names[number] | undefined {
  if (value === undefined) return undefined;
  const found = names.find((name) => name === value);
  if (found === undefined) {
    const known = names.join(', ');
    throw new QuestionInvalid(parameter, { en: `must be one of: ${known}`, ru: `одно из: ${known}` });
  }
  return found;
}

export function parseDimensions(text: string | undefined, allowed: readonly Dimension[]): readonly Dimension[] {
  if (text === undefined || text === '') return [];
  const dimensions = text.split(',').map((name) => {
    if (isDimension(name) && allowed.includes(name)) return name;
    const known = allowed.join(', ');
    throw new QuestionInvalid('dimensions', {
      en: `must be a comma list of the metric's dimensions: ${known}`,
      ru: `перечислите через запятую разрезы этой метрики: ${known}`,
    });
  });
  if (new Set(dimensions).size !== dimensions.length) {
    throw new QuestionInvalid('dimensions', { en: 'names one twice', ru: 'один разрез назван дважды' });
  }
  if (dimensions.length > MAX_DIMENSIONS) {
    throw new QuestionTooExpensive({
      en: `at most ${MAX_DIMENSIONS} dimensions can be asked for: take fewer`,
      ru: `можно спросить не больше ${MAX_DIMENSIONS} разрезов: возьмите меньше`,
    });
  }
  return dimensions;
}

export function parseLimit(text: string | undefined): number {
  if (text === undefined) return SERIES.default;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1) {
    throw new QuestionInvalid('limit', {
      en: `must be a whole number from 1 to ${SERIES.most}`,
      ru: `целое число от 1 до ${SERIES.most}`,
    });
  }
  if (limit > SERIES.most) {
    throw new QuestionTooExpensive({
      en: `at most ${SERIES.most} series can be asked for: take a smaller limit or a filter`,
      ru: `можно спросить не больше ${SERIES.most} рядов: уменьшите limit или добавьте фильтр`,
    });
  }
  return limit;
}
