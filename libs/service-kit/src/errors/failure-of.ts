import { type ErrorCode, type InTwoLanguages } from '@analytics/contracts';
import { DomainError } from '@analytics/domain';
import { HttpException } from '@nestjs/common';
import { RequestInvalid } from '../validation/request-invalid';
import { statusOf } from './error-status';
import type { Failure, Problem } from './problem';

const INTERNAL: Failure = {
  status: 500,
  problems: [
    {
      code: 'INTERNAL',
      detail: {
        en: 'Something went wrong on our side; the request id names it in our log.',
        ru: 'Что-то сломалось у нас; по id запроса это видно в нашем журнале.',
      },
    },
  ],
};
const RETRY_AFTER_SECONDS = 5;

/** What the framework's own refusals mean; their messages may quote the request, so they are not passed on. */
const BY_STATUS: { readonly [status: number]: readonly [ErrorCode, InTwoLanguages] } = {
  400: [
    'VALIDATION_FAILED',
    {
      en: 'The request cannot be read: its address, its headers or its body are malformed.',
      ru: 'Запрос не читается: испорчен адрес, заголовки или тело.',
    },
  ],
  401: ['UNAUTHENTICATED', { en: 'This needs a valid credential.', ru: 'Нужен действующий токен или ключ.' }],
  403: ['ACCESS_DENIED_TO_RESOURCE', { en: 'This is not allowed for you.', ru: 'Вам это не разрешено.' }],
  404: ['NOT_FOUND', { en: 'There is nothing at this address.', ru: 'По этому адресу ничего нет.' }],
  405: [
    'METHOD_NOT_ALLOWED',
    { en: 'This address does not take this method.', ru: 'Этот адрес не принимает такой метод.' },
  ],
  406: [
    'VALIDATION_FAILED',
    { en: 'The answer cannot be given in the form that was asked for.', ru: 'Ответ нельзя дать в запрошенном виде.' },
  ],
  408: ['REQUEST_TIMEOUT', { en: 'The request did not arrive in time.', ru: 'Запрос не пришёл вовремя.' }],
  409: [
    'CONFLICT',
    { en: 'The request conflicts with the present state.', ru: 'Запрос противоречит нынешнему состоянию.' },
  ],
  413: [
    'PAYLOAD_TOO_LARGE',
    { en: 'The body is larger than this address takes.', ru: 'Тело больше, чем принимает этот адрес.' },
  ],
  414: ['INVALID_QUERY_PARAMETERS', { en: 'The address is too long.', ru: 'Адрес слишком длинный.' }],
  415: [
    'UNSUPPORTED_MEDIA_TYPE',
    {
      en: 'This address does not take this content type or encoding.',
      ru: 'Этот адрес не принимает такой тип содержимого или сжатие.',
    },
  ],
  422: [
    'VALIDATION_FAILED',
    {
      en: 'The request is well-formed, but cannot be carried out.',
      ru: 'Запрос записан верно, но выполнить его нельзя.',
    },
  ],
  429: ['RATE_LIMITED', { en: 'Too many requests, try again later.', ru: 'Слишком много запросов, повторите позже.' }],
  431: [
    'HEADERS_TOO_LARGE',
    { en: 'The headers of the request are too large.', ru: 'Заголовки запроса слишком большие.' },
  ],
  503: [
    'UNAVAILABLE',
    { en: 'The service cannot answer now, try again later.', ru: 'Служба сейчас не может ответить, повторите позже.' },
  ],
  504: [
    'QUERY_TIMEOUT',
    { en: 'The answer took too long and was given up.', ru: 'Ответ считался слишком долго и был оставлен.' },
  ],
};

/** Anything that was thrown, as the caller may see it. What is not expected says nothing about our inside. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestInvalid) return { status: 400, problems: error.problems };
  if (error instanceof DomainError) return ofDomain(error);
  if (error instanceof HttpException) return ofStatus(error.getStatus());
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? ofStatus(statusCode) : INTERNAL;
}

export function ofStatus(status: number): Failure {
  const known = BY_STATUS[status];
  if (known === undefined) return status >= 400 && status < 500 ? ofStatus(400) : INTERNAL;
  const problem: Problem = { code: known[0], detail: known[1] };
  return { status, problems: [problem], ...(status === 503 ? { retryAfterSeconds: RETRY_AFTER_SECONDS } : {}) };
}

function ofDomain(error: DomainError): Failure {
  if (error.kind === 'internal') return INTERNAL;
  const waits = error.kind === 'unavailable' || error.kind === 'limited';
  const retryAfterSeconds = error.retryAfterSeconds ?? (waits ? RETRY_AFTER_SECONDS : undefined);
  return {
    status: statusOf(error.code, error.kind),
    problems: problemsOf(error),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** More than these help nobody; the first ones say what the mistake is. */
const MOST_PROBLEMS = 100;

function problemsOf({ code, message, inRussian, source, faults }: DomainError): Failure['problems'] {
  const [first, ...rest] = faults.slice(0, MOST_PROBLEMS).map(({ detail, pointer, rule }): Problem => ({
    code,
    detail,
    ...(pointer === undefined ? {} : { source: { pointer } }),
    ...(rule === undefined ? {} : { rule }),
  }));
  if (first !== undefined) return [first, ...rest];
  const detail = inRussian === undefined ? message : { en: message, ru: inRussian };
  return [{ code, detail, ...(source && { source }) }];
}
