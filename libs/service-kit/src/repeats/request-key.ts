import { DomainError } from '@analytics/domain';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

const NAME = 'Idempotency-Key';
const LONGEST = 255;
const KEY = new RegExp(`^[\\x21-\\x7e]{1,${LONGEST}}$`);

export class RequestKeyWrong extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INVALID_QUERY_PARAMETERS';
  override readonly source = { parameter: NAME };

  constructor() {
    super({
      en: `${NAME} must have 1 to ${LONGEST} printable ASCII characters without spaces`,
      ru: `${NAME} — от 1 до ${LONGEST} печатных символов ASCII без пробелов`,
    });
  }
}

export class RequestKeyTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor() {
    super({
      en: `this ${NAME} was used for another request: take another key, or send the same body as before`,
      ru: `этот ${NAME} уже использован для другого запроса: возьмите другой ключ или пришлите то же тело, что и раньше`,
    });
  }
}

/** The key of a request that may come again; undefined where the sender wants no such thing. */
export function requestKeyOf(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !KEY.test(header)) throw new RequestKeyWrong();
  return header;
}

/** The key of the request at hand; the route declares it by `@TakesRequestKey()`. */
export const RequestKey = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined =>
  requestKeyOf(context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key']),
);

/** Declares the header on a route that reads it. */
export const TakesRequestKey = (description: string): MethodDecorator =>
  ApiHeader({
    name: NAME,
    required: false,
    description,
    schema: { type: 'string', minLength: 1, maxLength: LONGEST, pattern: '^[\\x21-\\x7e]+$' },
  });
