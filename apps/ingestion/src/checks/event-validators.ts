import { CATALOGUE, type CatalogueEntry } from '@analytics/contracts';
import { type Checked, passed, refused } from '@analytics/domain';
import { Injectable } from '@nestjs/common';
import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { EVENT_FORMATS, FORMAT_RULES } from './event-formats';

interface Compiled {
  readonly entry: CatalogueEntry;
  readonly validate: ValidateFunction;
}

/** The catalogue, compiled once: which types exist, and whether some data is what its type says. */
@Injectable()
export class EventValidators {
  private readonly compiled: ReadonlyMap<string, Compiled>;

  constructor() {
    // Counting code points instead of UTF-16 units is the largest cost of a validator, and no length here needs it.
    const ajv = addFormats(
      new Ajv2020({
        strict: true,
        unicodeRegExp: false,
        keywords: ['x-pii', 'x-description-ru'],
        formats: EVENT_FORMATS,
      }),
      { mode: 'fast' },
    );
    this.compiled = new Map(CATALOGUE.map((entry) => [entry.type, { entry, validate: ajv.compile(entry.schema) }]));
  }

  check(type: string, data: unknown): Checked<CatalogueEntry> {
    const known = this.compiled.get(type);
    if (known === undefined) return refused('SCHEMA_UNKNOWN', 'no schema is registered for this type', '/type');
    if (known.validate(data)) return passed(known.entry);
    const problem = known.validate.errors?.[0];
    return refused('SCHEMA_VIOLATION', detailOf(problem), `/data${pointerOf(problem)}`);
  }
}

/** The wrong or missing member itself: ajv points at the object that lacks it. */
function pointerOf(problem: ErrorObject | undefined): string {
  const missing: unknown = problem?.keyword === 'required' ? problem.params['missingProperty'] : undefined;
  const base = problem?.instancePath ?? '';
  return typeof missing === 'string' ? `${base}/${missing.replaceAll('~', '~0').replaceAll('/', '~1')}` : base;
}

/** Says the rule, never the value: what was sent may be personal. */
function detailOf(problem: ErrorObject | undefined): string {
  if (problem === undefined) return 'does not follow its schema';
  if (problem.keyword === 'required') return 'is required';
  if (problem.keyword === 'enum') return `must be one of: ${(problem.params['allowedValues'] as unknown[]).join(', ')}`;
  if (problem.keyword === 'format') {
    return FORMAT_RULES[String(problem.params['format'])] ?? `must be a ${problem.params['format']}`;
  }
  return problem.message ?? 'does not follow its schema';
}
