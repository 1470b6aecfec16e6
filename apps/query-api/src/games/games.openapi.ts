import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';

const text = { type: 'string' } as const;
const game = {
  type: 'object',
  properties: { game_id: text, title: text, developer_id: text },
  required: ['game_id', 'title', 'developer_id'],
} as const;
/** As OpenAPI 3.1 writes it; the library's types still know 3.0 only. */
const textOrNull = { type: ['string', 'null'] } as unknown as { readonly type: string };

export const AnswersGames = () =>
  applyDecorators(
    ApiOperation({ summary: 'Games with their titles: a developer sees the own ones, everybody else all' }),
    ApiOkResponse({
      schema: {
        type: 'object',
        properties: {
          data: { type: 'array', items: game as never },
          meta: { type: 'object', properties: { next_cursor: textOrNull, request_id: text } },
        },
        required: ['data', 'meta'],
      },
    }),
  );
