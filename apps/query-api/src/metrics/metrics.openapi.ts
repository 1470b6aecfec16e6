import { DIMENSIONS, GRANULARITIES } from '@analytics/domain';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiParam, type ApiResponseSchemaHost } from '@nestjs/swagger';

type Schema = ApiResponseSchemaHost['schema'];

const object = (properties: Record<string, Schema>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties: properties as never,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const list = (items: Schema): Schema => ({ type: 'array', items: items as never });
/** As OpenAPI 3.1 writes it; the library's types still know 3.0 only. */
const orNull = (type: string) => ({ type: [type, 'null'] }) as unknown as { readonly type: string };
const text: Schema = { type: 'string' };
const whole: Schema = { type: 'integer' };
const instant: Schema = { type: 'string', format: 'date-time' };

const NUMBER = {
  value: {
    ...orNull('number'),
    description: 'Null for a ratio without a denominator, and where too few people are behind it.',
  },
  numerator: { type: 'number', description: 'Only of ratios; money in kopecks.' },
  denominator: { type: 'number' },
  suppressed: { type: 'boolean', description: 'True where too few people are behind the number for you to see it.' },
} satisfies Record<string, Schema>;
const NOT_ALWAYS = ['numerator', 'denominator', 'suppressed'];
const number = object(NUMBER, NOT_ALWAYS);
const points = list(object({ period_start: instant, ...NUMBER, complete: { type: 'boolean' } }, NOT_ALWAYS));
const period = object({ start: instant, end: instant });

const series = object(
  {
    dimensions: { type: 'object', additionalProperties: { type: 'string' }, description: 'Empty text: not told.' },
    points,
    total: number,
    comparison: object({ points, total: number }),
  },
  ['comparison'],
);

export const VALUES_ANSWER: Schema = object({
  data: object(
    { metric: text, unit: text, series: list(series), total: number, comparison: object({ total: number }) },
    ['comparison'],
  ),
  meta: object(
    {
      timezone: text,
      granularity: { type: 'string', enum: [...GRANULARITIES] },
      period,
      comparison: object({ period }),
      basis: text,
      watermark: { ...orNull('string'), format: 'date-time', description: 'Data is complete through here.' },
      definition_version: whole,
      definition_archived_at: { ...instant, description: 'Only of an own metric that is archived.' },
      exact: { type: 'boolean' },
      excluded: object({ bots: whole, staff: whole }),
      cached: { type: 'boolean', description: 'Not computed for this request; its age is in the header Age.' },
      stale: { type: 'boolean', description: 'The last good answer, given because the warehouse is away.' },
      truncated: { type: 'boolean' },
      sources: { ...list(text), description: 'Tables that were read.' },
      request_id: text,
    },
    ['comparison', 'basis', 'definition_archived_at'],
  ),
});

const EXPLANATION: Schema = object({
  data: object({
    metric: text,
    formula: text,
    plan: object({
      period,
      timezone: text,
      granularity: text,
      buckets: whole,
      dimensions: list(text),
      filters: list(object({ dimension: text, op: text, values: list(text) })),
      basis: text,
      scope: text,
      reads: { type: 'string', enum: ['marts', 'facts'] },
      counts_games: { type: 'boolean' },
      watermark: { ...orNull('string'), format: 'date-time' },
    }),
    statements: list(
      object({
        name: text,
        sql: text,
        params: { type: 'object', additionalProperties: true },
        tables: list(text),
        limits: object({ max_rows: whole, max_seconds: whole, max_memory_bytes: whole, max_rows_to_read: whole }),
      }),
    ),
    sources: list(text),
    cache: object({ state: { type: 'string', enum: ['fresh', 'outdated', 'none'] }, age_seconds: whole }, [
      'age_seconds',
    ]),
  }),
  meta: object({ request_id: text }),
});

const own = object({
  owner: { ...text, description: 'Who made it: they and platform_admin may change it.' },
  created_at: instant,
  changed_at: { ...instant, description: 'When this version was made.' },
  archived_at: {
    ...orNull('string'),
    format: 'date-time',
    description: 'Since when it changes no more; it still answers.',
  },
  definition: { type: 'object', additionalProperties: true, description: 'As it was written.' },
});

const definition = object(
  {
    name: { type: 'string', example: 'arpu' },
    display_name: text,
    description: text,
    unit: text,
    kind: { type: 'string', enum: ['count', 'sum', 'ratio', 'unique', 'gauge'] },
    dimensions: list({ type: 'string', enum: [...DIMENSIONS] }),
    granularities: list({ type: 'string', enum: [...GRANULARITIES] }),
    is_realtime: { type: 'boolean' },
    owner_service: text,
    tags: list(text),
    version: whole,
    formula: { type: 'string', description: 'The calculation in words.' },
    window_days: {
      ...whole,
      description:
        'Only of conversions: days after a bucket in which its number still changes, as only who took the second step is decided.',
    },
    own: { ...own, description: 'Only of metrics that people defined.' },
  },
  ['window_days', 'own'],
);

const DEFINITIONS_ANSWER: Schema = object({
  data: list(definition),
  meta: object({ next_cursor: orNull('string') }),
});
export const DEFINITION_ANSWER: Schema = object({ data: definition, meta: { type: 'object' } });

export const LANGUAGE = { name: 'accept-language', required: false, description: 'Language of names: en or ru.' };
export const NAME = { name: 'name', description: 'Name of a metric.', example: 'dau' };

const AGE = {
  age: { schema: whole as never, description: 'Seconds since the answer was computed, where it is a kept one.' },
};

export const AnswersValues = (summary: string) =>
  applyDecorators(ApiOperation({ summary }), ApiParam(NAME), ApiOkResponse({ schema: VALUES_ANSWER, headers: AGE }));

export const AnswersExplanation = (summary: string) =>
  applyDecorators(ApiOperation({ summary }), ApiParam(NAME), ApiOkResponse({ schema: EXPLANATION }));

export const AnswersDefinitions = (summary: string) =>
  applyDecorators(ApiOperation({ summary }), ApiHeader(LANGUAGE), ApiOkResponse({ schema: DEFINITIONS_ANSWER }));

export const AnswersDefinition = (summary: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam(NAME),
    ApiHeader(LANGUAGE),
    ApiOkResponse({ schema: DEFINITION_ANSWER }),
  );
