/** What the value of a keyword has to be. */
export type KeywordForm =
  | 'annotation'
  | 'text'
  | 'types'
  | 'values'
  | 'value'
  | 'number'
  | 'positive'
  | 'count'
  | 'flag'
  | 'pattern'
  | 'format'
  | 'names'
  | 'personal'
  | 'properties'
  | 'schema'
  | 'schema-or-flag'
  | 'schemas';

/**
 * The part of JSON Schema 2020-12 a schema may use. It is closed on purpose: for each keyword here the compatibility rules
 * know what a change of it means, so "compatible" is never said about something nobody compared.
 */
export const KEYWORDS: Readonly<Record<string, KeywordForm>> = {
  $schema: 'text',
  $id: 'text',
  $comment: 'text',
  title: 'text',
  description: 'text',
  'x-description-ru': 'text',
  'x-pii': 'personal',
  examples: 'annotation',
  default: 'annotation',
  deprecated: 'flag',
  type: 'types',
  enum: 'values',
  const: 'value',
  minimum: 'number',
  maximum: 'number',
  exclusiveMinimum: 'number',
  exclusiveMaximum: 'number',
  multipleOf: 'positive',
  minLength: 'count',
  maxLength: 'count',
  pattern: 'pattern',
  format: 'format',
  items: 'schema',
  minItems: 'count',
  maxItems: 'count',
  required: 'names',
  properties: 'properties',
  additionalProperties: 'schema-or-flag',
  propertyNames: 'schema',
  minProperties: 'count',
  maxProperties: 'count',
  anyOf: 'schemas',
};

export const ANNOTATIONS: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$comment',
  'title',
  'description',
  'x-description-ru',
  'x-pii',
  'examples',
  'default',
  'deprecated',
]);

export const JSON_TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'] as const;

/** What a personal property may be declared as. */
export const PERSONAL_DATA = ['pseudonym', 'drop', 'geo', 'agent', 'text'] as const;

/** Names that are personal wherever they stand: leaving the mark out would store them in plain. */
export const PERSONAL_NAMES: Readonly<Record<string, readonly string[]>> = {
  userId: ['pseudonym', 'drop'],
  anonymousId: ['pseudonym', 'drop'],
  friendUserId: ['pseudonym', 'drop'],
  adminId: ['pseudonym', 'drop'],
  email: ['drop'],
  phone: ['drop'],
  ipAddress: ['geo', 'drop'],
  userAgent: ['agent', 'drop'],
};

/** Bounds of one schema. */
export const SCHEMA_LIMITS = { bytes: 65_536, depth: 10, properties: 500, values: 1_000, patternLength: 256 } as const;

/** Strings a pattern looks at are this short, so that no pattern can hold up the stream. */
export const PATTERN_TEXT_LENGTH = 1_024;
