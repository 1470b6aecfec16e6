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
  value: { ...orNull('number'), description: 'Null for a ratio without a denominator.' },
  numerator: { type: 'number', description: 'Only of ratios; money in kopecks.' },
  denominator: { type: 'number' },
} satisfies Record<string, Schema>;
const ONLY_RATIOS = ['numerator', 'denominator'];
const number = object(NUMBER, ONLY_RATIOS);
const points = list(object({ period_start: instant, ...NUMBER, complete: { type: 'boolean' } }, ONLY_RATIOS));
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

const VALUES_ANSWER: Schema = object({
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
      exact: { type: 'boolean' },
      excluded: object({ bots: whole, staff: whole }),
      cached: { type: 'boolean', description: 'Not computed for this request; its age is in the header Age.' },
      stale: { type: 'boolean', description: 'The last good answer, given because the warehouse is away.' },
      truncated: { type: 'boolean' },
      sources: { ...list(text), description: 'Tables that were read.' },
      request_id: text,
    },
    ['comparison', 'basis'],
  ),
});

const definition = object({
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
});

const DEFINITIONS_ANSWER: Schema = object({
  data: list(definition),
  meta: object({ next_cursor: orNull('string') }),
});
const DEFINITION_ANSWER: Schema = object({ data: definition, meta: { type: 'object' } });

const LANGUAGE = { name: 'accept-language', required: false, description: 'Language of names: en or ru.' };
const NAME = { name: 'name', description: 'Name of a metric.', example: 'dau' };

export const AnswersValues = (summary: string) =>
  applyDecorators(ApiOperation({ summary }), ApiParam(NAME), ApiOkResponse({ schema: VALUES_ANSWER }));

export const AnswersDefinitions = (summary: string) =>
  applyDecorators(ApiOperation({ summary }), ApiHeader(LANGUAGE), ApiOkResponse({ schema: DEFINITIONS_ANSWER }));

export const AnswersDefinition = (summary: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam(NAME),
    ApiHeader(LANGUAGE),
    ApiOkResponse({ schema: DEFINITION_ANSWER }),
  );
