/** ClickHouse's own error numbers, grouped by what they mean to a caller. Names: src/Common/ErrorCodes.cpp. */
export const TIMEOUT_CODE = 159;

/** TOO_MANY_ROWS, TOO_SLOW, TOO_DEEP_AST, TOO_BIG_AST, SET_SIZE_LIMIT_EXCEEDED, MEMORY_LIMIT_EXCEEDED, TOO_DEEP_RECURSION, TOO_MANY_BYTES, TOO_MANY_ROWS_OR_BYTES. */
export const TOO_EXPENSIVE_CODES: ReadonlySet<number> = new Set([158, 160, 167, 168, 191, 241, 306, 307, 396]);

/**
 * TOO_MANY_SIMULTANEOUS_QUERIES, SOCKET_TIMEOUT, NETWORK_ERROR, NO_ZOOKEEPER, ABORTED, TABLE_IS_READ_ONLY,
 * NOT_ENOUGH_SPACE, TOO_MANY_PARTS, ALL_CONNECTION_TRIES_FAILED, UNKNOWN_STATUS_OF_INSERT, QUERY_WAS_CANCELLED,
 * DEADLOCK_AVOIDED, SERVER_OVERLOADED, KEEPER_EXCEPTION. AUTHENTICATION_FAILED is among them because a
 * rotated password is put right by an operator, and until then nothing must be lost.
 */
export const UNAVAILABLE_CODES: ReadonlySet<number> = new Set([
  202, 209, 210, 225, 236, 242, 243, 252, 279, 319, 394, 473, 516, 745, 999,
]);

/**
 * What a row can do wrong: CANNOT_PARSE_TEXT, CANNOT_PARSE_*, ATTEMPT_TO_READ_AFTER_EOF, CANNOT_READ_ALL_DATA,
 * TYPE_MISMATCH, ARGUMENT_OUT_OF_BOUND, CANNOT_CONVERT_TYPE, INCORRECT_DATA, TOO_LARGE_ARRAY_SIZE, TOO_LARGE_STRING_SIZE,
 * CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN, CANNOT_PARSE_UUID, DECIMAL_OVERFLOW, VIOLATED_CONSTRAINT, UNKNOWN_ELEMENT_OF_ENUM,
 * VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE.
 */
export const ROW_CODES: ReadonlySet<number> = new Set([
  6, 25, 26, 27, 32, 33, 38, 41, 53, 69, 70, 72, 117, 128, 131, 321, 349, 376, 407, 469, 691,
]);

/** Failures of a connection that happen before a request could have been sent, so another host may be tried at once. */
export const NOT_CONNECTED_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
