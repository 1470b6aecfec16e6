/** What went wrong, seen from the caller; the two edges (HTTP, consumer) decide from it and from nothing else. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported'
  | 'refused'
  | 'limited'
  | 'timeout'
  | 'unavailable'
  | 'internal';

/** A text for people, in the languages of the product. */
export interface InTwoLanguages {
  readonly en: string;
  readonly ru: string;
}

interface ErrorCodeEntry {
  readonly kind: ErrorKind;
  readonly title: InTwoLanguages;
}

/** The one registry of codes that leave the platform; every answer with an error carries one of them. */
export const ERROR_CODES = {
  INVALID_QUERY_PARAMETERS: {
    kind: 'invalid',
    title: { en: 'Invalid query parameters', ru: 'Неверные параметры запроса' },
  },
  VALIDATION_FAILED: { kind: 'invalid', title: { en: 'The request is not valid', ru: 'Запрос не прошёл проверку' } },
  UNAUTHENTICATED: { kind: 'unauthenticated', title: { en: 'Not authenticated', ru: 'Требуется аутентификация' } },
  ACCESS_DENIED_TO_RESOURCE: { kind: 'forbidden', title: { en: 'Access denied', ru: 'Доступ запрещён' } },
  SELF_APPROVAL: {
    kind: 'forbidden',
    title: { en: 'Another person has to approve', ru: 'Подтвердить должен другой человек' },
  },
  REPLAY_NOT_FOUND: { kind: 'not_found', title: { en: 'Replay not found', ru: 'Повтор не найден' } },
  NOT_FOUND: { kind: 'not_found', title: { en: 'Not found', ru: 'Не найдено' } },
  METRIC_NOT_FOUND: { kind: 'not_found', title: { en: 'Metric not found', ru: 'Метрика не найдена' } },
  METRIC_DEFINITION_NOT_FOUND: {
    kind: 'not_found',
    title: { en: 'Metric definition not found', ru: 'Определение метрики не найдено' },
  },
  IMPORT_NOT_FOUND: { kind: 'not_found', title: { en: 'Import not found', ru: 'Импорт не найден' } },
  PIPELINE_NOT_FOUND: { kind: 'not_found', title: { en: 'Pipeline not found', ru: 'Конвейер не найден' } },
  PIPELINE_RUN_NOT_FOUND: {
    kind: 'not_found',
    title: { en: 'Pipeline run not found', ru: 'Запуск конвейера не найден' },
  },
  RECONCILIATION_NOT_FOUND: {
    kind: 'not_found',
    title: { en: 'Reconciliation not found', ru: 'Сверка не найдена' },
  },
  WRITE_KEY_NOT_FOUND: { kind: 'not_found', title: { en: 'Write key not found', ru: 'Ключ записи не найден' } },
  SCHEMA_NOT_FOUND: { kind: 'not_found', title: { en: 'Schema not found', ru: 'Схема не найдена' } },
  SCHEMA_INVALID: { kind: 'invalid', title: { en: 'The schema is not valid', ru: 'Схема не прошла проверку' } },
  SCHEMA_INCOMPATIBLE: {
    kind: 'conflict',
    title: { en: 'The schema breaks its compatibility', ru: 'Схема нарушает совместимость' },
  },
  METHOD_NOT_ALLOWED: {
    kind: 'unsupported',
    title: { en: 'The method is not allowed here', ru: 'Метод здесь не разрешён' },
  },
  CONFLICT: { kind: 'conflict', title: { en: 'Conflict with the present state', ru: 'Конфликт с текущим состоянием' } },
  PAYLOAD_TOO_LARGE: { kind: 'too_large', title: { en: 'The body is too large', ru: 'Тело запроса слишком велико' } },
  HEADERS_TOO_LARGE: {
    kind: 'too_large',
    title: { en: 'The headers are too large', ru: 'Заголовки запроса слишком велики' },
  },
  UNSUPPORTED_MEDIA_TYPE: {
    kind: 'unsupported',
    title: { en: 'Unsupported media type', ru: 'Неподдерживаемый тип данных' },
  },
  QUERY_TOO_EXPENSIVE: { kind: 'refused', title: { en: 'The query is too expensive', ru: 'Запрос слишком дорог' } },
  EVENTS_REJECTED: { kind: 'refused', title: { en: 'No event was accepted', ru: 'Ни одно событие не принято' } },
  RATE_LIMITED: { kind: 'limited', title: { en: 'Too many requests', ru: 'Слишком много запросов' } },
  QUERY_TIMEOUT: { kind: 'timeout', title: { en: 'The query took too long', ru: 'Запрос выполнялся слишком долго' } },
  REQUEST_TIMEOUT: {
    kind: 'timeout',
    title: { en: 'The request did not arrive in time', ru: 'Запрос не был получен вовремя' },
  },
  UNAVAILABLE: { kind: 'unavailable', title: { en: 'Temporarily unavailable', ru: 'Временно недоступно' } },
  INGEST_UNAVAILABLE: {
    kind: 'unavailable',
    title: { en: 'Events cannot be taken now', ru: 'Приём событий временно недоступен' },
  },
  INTERNAL: { kind: 'internal', title: { en: 'Internal error', ru: 'Внутренняя ошибка' } },
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** One entry of the error envelope `{"errors":[…]}`. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly title: string;
  readonly detail: string;
  readonly source?: { readonly pointer?: string; readonly parameter?: string };
  /** Name of the rule that is broken, where rules have names. */
  readonly rule?: string;
}

export interface ErrorEnvelope {
  readonly errors: readonly ErrorBody[];
}
