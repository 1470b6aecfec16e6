import { valueOf } from './constants.mjs';

const list = (value) => (Array.isArray(value) ? value.map((item) => `\`${item}\``).join(', ') : undefined);
const code = (value) => (value === undefined ? undefined : `\`${value}\``);

// What a validation decorator means in words; one that says nothing to an operator is left out.
const WORDS = {
  Min: (value) => `≥ ${value}`,
  Max: (value) => `≤ ${value}`,
  IsInt: () => 'whole number',
  IsNumber: () => 'number',
  IsPositive: () => '> 0',
  IsBoolean: () => '`true` or `false`',
  IsIn: (value) => list(value),
  IsEnum: (value) => list(value),
  IsUrl: () => 'URL',
  IsIP: () => 'IP address',
  IsPort: () => 'port',
  IsArray: () => 'comma separated list',
  ArrayNotEmpty: () => 'at least one',
  ArrayMinSize: (value) => `at least ${value}`,
  ArrayMaxSize: (value) => `at most ${value}`,
  IsNotEmpty: () => 'not empty',
  MinLength: (value) => `at least ${value} characters`,
  MaxLength: (value) => `at most ${value} characters`,
  Matches: (value) => code(value),
};

/** The words for one rule, as a list of none or one. */
export function allowedBy({ name, args }, constants) {
  const words = WORDS[name]?.(valueOf(args[0], constants));
  return words === undefined ? [] : [words];
}
