import { type Dimension, isDimension } from './dimensions';
import { QuestionInvalid, QuestionTooExpensive } from './question-errors';

export const FILTER_OPS = ['eq', 'neq', 'in', 'not_in', 'gt', 'gte', 'lt', 'lte', 'is_set', 'is_not_set'] as const;
export type FilterOp = (typeof FILTER_OPS)[number];

/** A condition on a dimension; several hold all at once. */
export interface Filter {
  readonly dimension: Dimension;
  readonly op: FilterOp;
  readonly values: readonly string[];
}

const LIMITS = { filters: 20, values: 1_000, valueLength: 512, textLength: 200_000 };
const HOW_MANY: Readonly<Record<FilterOp, 'none' | 'one' | 'some'>> = {
  eq: 'one',
  neq: 'one',
  in: 'some',
  not_in: 'some',
  gt: 'one',
  gte: 'one',
  lt: 'one',
  lte: 'one',
  is_set: 'none',
  is_not_set: 'none',
};
const IN_RUSSIAN = { none: 'ни одного', one: 'одно', some: 'одно или больше' };
const NO_LIST = {
  en: 'must be a JSON array of {"dimension","op","values"}',
  ru: 'нужен массив JSON из {"dimension","op","values"}',
};
const MEMBERS = ['dimension', 'op', 'values'];
const LONE_SURROGATE = /\p{Surrogate}/u;

/** `[{"dimension":"platform","op":"in","values":["windows"]}]`, with the dimensions this metric may be filtered by. */
export function parseFilters(text: string | undefined, allowed: readonly Dimension[]): readonly Filter[] {
  if (text === undefined || text === '') return [];
  if (text.length > LIMITS.textLength) {
    throw new QuestionInvalid('filters', { en: 'is too long', ru: 'слишком длинный' });
  }
  return filtersOf(parsed(text), allowed);
}

/** The same of a list that is no text any more. */
export function filtersOf(list: readonly unknown[], allowed: readonly Dimension[]): readonly Filter[] {
  if (list.length > LIMITS.filters) {
    throw new QuestionTooExpensive({
      en: `at most ${LIMITS.filters} filters can be asked for: take fewer`,
      ru: `можно задать не больше ${LIMITS.filters} фильтров: оставьте меньше`,
    });
  }
  return list.map((one) => filterOf(one, allowed));
}

function parsed(text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new QuestionInvalid('filters', NO_LIST);
  }
  if (!Array.isArray(value)) {
    throw new QuestionInvalid('filters', NO_LIST);
  }
  return value;
}

function filterOf(one: unknown, allowed: readonly Dimension[]): Filter {
  if (typeof one !== 'object' || one === null || Array.isArray(one)) {
    throw new QuestionInvalid('filters', {
      en: 'must hold objects {"dimension","op","values"}',
      ru: 'в списке должны быть объекты {"dimension","op","values"}',
    });
  }
  if (Object.keys(one).some((member) => !MEMBERS.includes(member))) {
    throw new QuestionInvalid('filters', {
      en: 'may only hold the members dimension, op and values',
      ru: 'допустимы только поля dimension, op и values',
    });
  }
  const { dimension, op, values } = one as { dimension?: unknown; op?: unknown; values?: unknown };
  if (!isDimension(dimension) || !allowed.includes(dimension)) {
    const names = allowed.join(', ');
    throw new QuestionInvalid('filters', {
      en: `must name one of the metric's dimensions: ${names}`,
      ru: `назовите один из разрезов этой метрики: ${names}`,
    });
  }
  const known = FILTER_OPS.find((each) => each === op);
  if (known === undefined) {
    const ops = FILTER_OPS.join(', ');
    throw new QuestionInvalid('filters', { en: `must have one of the ops: ${ops}`, ru: `op – одно из: ${ops}` });
  }
  return { dimension, op: known, values: valuesOf(values ?? [], known) };
}

function valuesOf(values: unknown, op: FilterOp): readonly string[] {
  if (!Array.isArray(values)) {
    throw new QuestionInvalid('filters', { en: 'must have a list of values', ru: 'values должен быть списком' });
  }
  if (values.length > LIMITS.values) {
    throw new QuestionTooExpensive({
      en: `a filter may list at most ${LIMITS.values} values: take fewer`,
      ru: `в фильтре может быть не больше ${LIMITS.values} значений: оставьте меньше`,
    });
  }
  const fits = { none: values.length === 0, one: values.length === 1, some: values.length > 0 }[HOW_MANY[op]];
  if (!fits) {
    throw new QuestionInvalid('filters', {
      en: `needs ${HOW_MANY[op]} of values for ${op}`,
      ru: `для ${op} значений должно быть: ${IN_RUSSIAN[HOW_MANY[op]]}`,
    });
  }
  return values.map((value: unknown) => {
    const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
    if (typeof text !== 'string' || text.length > LIMITS.valueLength || LONE_SURROGATE.test(text)) {
      throw new QuestionInvalid('filters', {
        en: `must have texts of at most ${LIMITS.valueLength} characters as values`,
        ru: `значения – строки не длиннее ${LIMITS.valueLength} символов`,
      });
    }
    return text;
  });
}
