import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, type ApiResponseSchemaHost } from '@nestjs/swagger';

type Schema = ApiResponseSchemaHost['schema'];

const text: Schema = { type: 'string' };
const number: Schema = { type: 'number' };
/** As OpenAPI 3.1 writes it; the library's types still know 3.0 only. */
const orNull = (type: string, more: object = {}) =>
  ({ type: [type, 'null'], ...more }) as unknown as { readonly type: string };
const object = (properties: Record<string, Schema>, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties: properties as never,
  required,
});
const list = (items: Schema): Schema => ({ type: 'array', items: items as never });

const STANDING = {
  as_of: { type: 'string', format: 'date-time', description: 'End of the window, itself not part of it.' },
  watermark: orNull('string', { format: 'date-time' }),
  stale: {
    type: 'boolean',
    description: 'True while the numbers are being made anew, lag behind, or nobody looks after them.',
  },
  request_id: text,
} satisfies Record<string, Schema>;

const VALUES = object({
  data: list(object({ name: text, window: text, value: orNull('number') })),
  meta: object(STANDING),
});

const PLACES = object({
  data: list(
    object({ rank: { type: 'integer' }, value: number, game_id: text, event_type: text, per_minute: number }, [
      'rank',
      'value',
    ]),
  ),
  meta: object({ ...STANDING, of: text, by: text, window: text }),
});

export const AnswersLive = (summary: string) =>
  applyDecorators(ApiOperation({ summary }), ApiOkResponse({ schema: VALUES }));

export const AnswersLiveTop = (summary: string) =>
  applyDecorators(ApiOperation({ summary }), ApiOkResponse({ schema: PLACES }));
