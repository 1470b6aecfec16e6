import { isObject } from '../../json/json-object';
import { SCHEMA_FORMATS } from '../validation/schema-formats';
import { JSON_TYPES, type KeywordForm, PERSONAL_DATA, SCHEMA_LIMITS } from './schema-keywords';
import { patternProblem } from './schema-pattern';

const PROPERTY_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
const MOST_ALTERNATIVES = 10;

const isScalar = (value: unknown): boolean =>
  value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);

const isList = (value: unknown, most: number): value is unknown[] =>
  Array.isArray(value) && value.length > 0 && value.length <= most;

const isUnique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/** Says what a keyword's value has to be; undefined when it is. */
const FORMS: Readonly<Record<KeywordForm, (value: unknown) => string | undefined>> = {
  annotation: () => undefined,
  text: (value) => (typeof value === 'string' ? undefined : 'must be a text'),
  flag: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
  number: (value) => (Number.isFinite(value) ? undefined : 'must be a number'),
  positive: (value) => (Number.isFinite(value) && Number(value) > 0 ? undefined : 'must be a number above 0'),
  count: (value) => (Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : 'must be a count, 0 or more'),
  value: (value) => (isScalar(value) ? undefined : 'must be a text, a number, true, false or null'),
  values: (value) =>
    isList(value, SCHEMA_LIMITS.values) && value.every(isScalar) && isUnique(value)
      ? undefined
      : `must list 1 to ${SCHEMA_LIMITS.values} different texts, numbers, true, false or null`,
  types: (value) => {
    const types: readonly unknown[] = Array.isArray(value) ? value : [value];
    const known = types.length > 0 && isUnique(types) && types.every((type) => JSON_TYPES.includes(type as 'object'));
    return known ? undefined : `must be of: ${JSON_TYPES.join(', ')}`;
  },
  names: (value) =>
    Array.isArray(value) && value.every((name) => typeof name === 'string') && isUnique(value)
      ? undefined
      : 'must list different names',
  pattern: (value) => (typeof value === 'string' ? patternProblem(value) : 'must be a text'),
  format: (value) =>
    typeof value === 'string' && SCHEMA_FORMATS.includes(value)
      ? undefined
      : `must be one of: ${SCHEMA_FORMATS.join(', ')}`,
  personal: (value) =>
    PERSONAL_DATA.includes(value as 'drop') ? undefined : `must be one of: ${PERSONAL_DATA.join(', ')}`,
  schema: (value) => (isObject(value) ? undefined : 'must be a schema'),
  'schema-or-flag': (value) =>
    isObject(value) || typeof value === 'boolean' ? undefined : 'must be a schema or a flag',
  schemas: (value) =>
    isList(value, MOST_ALTERNATIVES) && value.every(isObject)
      ? undefined
      : `must list 1 to ${MOST_ALTERNATIVES} schemas`,
  properties: (value) => {
    if (!isObject(value) || !Object.values(value).every(isObject)) return 'must describe each property by a schema';
    const wrong = Object.keys(value).some((name) => !PROPERTY_NAME.test(name) || name === '__proto__');
    return wrong ? 'names are letters, digits, _ and -, at most 64, not beginning with a digit' : undefined;
  },
};

export const checkKeyword = (form: KeywordForm, value: unknown): string | undefined => FORMS[form](value);
