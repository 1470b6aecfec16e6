import { DIMENSIONS, FILTER_OPS, MEASURES } from '@analytics/domain';
import { TakesRequestKey } from '@analytics/service-kit';
import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  type ApiResponseSchemaHost,
} from '@nestjs/swagger';
import { DEFINITION_ANSWER, LANGUAGE, VALUES_ANSWER } from '../metrics/metrics.openapi';

type Schema = ApiResponseSchemaHost['schema'];

const text = (maxLength: number, more: object = {}): Schema => ({ type: 'string', minLength: 1, maxLength, ...more });
const inTwoLanguages = (longest: number): Schema => ({
  type: 'object',
  properties: { en: text(longest), ru: text(longest) },
  required: ['en', 'ru'],
  additionalProperties: false,
});

/** One measure, with the members it has. */
const measure = (of: string): Schema => {
  const members = Object.entries(MEASURES[of as keyof typeof MEASURES]);
  const properties = members.map(([name, member]): [string, Schema] => [
    name,
    'one' in member
      ? { type: 'string', enum: [...member.one] }
      : { type: 'array', minItems: 1, maxItems: 50, items: { type: 'string', pattern: member.list.source } },
  ]);
  return {
    type: 'object',
    title: of,
    properties: { of: { type: 'string', enum: [of] }, ...Object.fromEntries(properties) } as never,
    required: ['of', ...members.filter(([, { optional }]) => optional !== true).map(([name]) => name)],
    additionalProperties: false,
  };
};
const anyMeasure: Schema = { oneOf: Object.keys(MEASURES).map(measure) as never };

const PROPERTIES = {
  name: text(64, { pattern: '^[a-z][a-z0-9_]{2,63}$', example: 'views_per_buyer' }),
  display_name: inTwoLanguages(200),
  description: inTwoLanguages(2_000),
  numerator: anyMeasure,
  denominator: anyMeasure,
  filters: {
    type: 'array',
    maxItems: 10,
    items: {
      type: 'object',
      properties: {
        dimension: { type: 'string', enum: [...DIMENSIONS] },
        op: { type: 'string', enum: [...FILTER_OPS] },
        values: { type: 'array', maxItems: 1_000, items: { type: 'string', maxLength: 512 } },
      },
      required: ['dimension', 'op'],
      additionalProperties: false,
    },
  },
  dimensions: { type: 'array', uniqueItems: true, items: { type: 'string', enum: [...DIMENSIONS] } },
  owner_service: text(64),
  tags: { type: 'array', maxItems: 10, items: { type: 'string', pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}_.-]{0,31}$' } },
} satisfies Record<string, Schema>;

/** A definition as it is sent. */
export const DEFINITION: Schema = {
  type: 'object',
  properties: PROPERTIES as never,
  required: ['name', 'display_name', 'description', 'numerator'],
  additionalProperties: false,
  example: {
    name: 'views_per_buyer',
    display_name: { en: 'Views per buyer', ru: 'Просмотры на покупателя' },
    description: { en: 'How much is looked at before a purchase.', ru: 'Сколько смотрят до покупки.' },
    numerator: { of: 'events', types: ['com.platform.catalog.game.viewed.v1'] },
    denominator: { of: 'payers' },
    filters: [{ dimension: 'platform', op: 'in', values: ['windows'] }],
    tags: ['store'],
  },
};

const CHANGE: Schema = {
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(PROPERTIES)
      .filter(([name]) => name !== 'name')
      .map(([name, schema]) => [name, name === 'denominator' ? { oneOf: [anyMeasure, { type: 'null' }] } : schema]),
  ) as never,
  additionalProperties: false,
  description: 'What is left out stays; null takes the denominator away.',
  example: { tags: ['store', 'money'] },
};

const NAME = { name: 'name', description: 'Name of an own metric.', example: 'views_per_buyer' };
const KEY = 'The same key and body: the same answer, for a day.';

export const CreatesDefinition = (summary: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    TakesRequestKey(KEY),
    ApiHeader(LANGUAGE),
    ApiBody({ schema: DEFINITION as never }),
    ApiCreatedResponse({ schema: DEFINITION_ANSWER }),
  );

export const ChangesDefinition = (summary: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam(NAME),
    TakesRequestKey(KEY),
    ApiHeader(LANGUAGE),
    ApiBody({ schema: CHANGE as never }),
    ApiOkResponse({ schema: DEFINITION_ANSWER }),
  );

export const ArchivesDefinition = (summary: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam(NAME),
    ApiHeader(LANGUAGE),
    ApiOkResponse({ schema: DEFINITION_ANSWER }),
  );

export const PreviewsDefinition = (summary: string) =>
  applyDecorators(ApiOperation({ summary }), ApiOkResponse({ schema: VALUES_ANSWER }));
