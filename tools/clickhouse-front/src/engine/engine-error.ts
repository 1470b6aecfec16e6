/** ClickHouse's own codes that the front itself raises. */
export const CODES = {
  UNKNOWN_FORMAT: 73,
  SYNTAX_ERROR: 62,
  BAD_ARGUMENTS: 36,
  CANNOT_READ_ALL_DATA: 33,
  NOT_IMPLEMENTED: 48,
  READONLY: 164,
  TOO_MANY_SIMULTANEOUS_QUERIES: 202,
  QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING: 216,
  LIMIT_EXCEEDED: 290,
  SESSION_NOT_FOUND: 372,
  SESSION_IS_LOCKED: 373,
  QUERY_WAS_CANCELLED: 394,
  ACCESS_DENIED: 497,
  UNKNOWN_ROLE: 511,
  AUTHENTICATION_FAILED: 516,
  UNSUPPORTED_MEDIA_TYPE: 779,
  UNKNOWN_EXCEPTION: 1002,
} as const;

export type CodeName = keyof typeof CODES;

/** An error as ClickHouse words it; everything a client is told about a failure is in here. */
export class EngineError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }

  static of(name: CodeName, message: string): EngineError {
    return new EngineError(CODES[name], `Code: ${CODES[name]}. DB::Exception: ${message} (${name})`);
  }

  /** The binding hands over text only, so the code is read from the prefix the engine always writes, here and nowhere else. */
  static from(error: unknown): EngineError {
    if (error instanceof EngineError) return error;
    const text = error instanceof Error ? error.message : String(error);
    const prefix = /^(?:Query failed: )?(?:Code: (\d+)\. DB::Exception: )+/.exec(text);
    if (prefix === null) return EngineError.of('UNKNOWN_EXCEPTION', `${text}.`);
    const code = Number(prefix[1]);
    return new EngineError(code, `Code: ${code}. DB::Exception: ${text.slice(prefix[0].length).trim()}`);
  }
}
