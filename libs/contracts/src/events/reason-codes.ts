/** Why an event was not taken: a closed list, shared by the collect answer and the dead-letter topic. */
export const REASON_CODES = [
  'MALFORMED_JSON',
  'NOT_CLOUDEVENT',
  'ENCODING',
  'TOO_LARGE',
  'TOO_DEEP',
  'SCHEMA_UNKNOWN',
  'SCHEMA_VIOLATION',
  'NUMBER_OUT_OF_RANGE',
  'EVENT_TIME_OUT_OF_RANGE',
  'ID_CONFLICT',
  'PII_DETECTED',
  'ERASED_SUBJECT',
  'SOURCE_NOT_ALLOWED',
  'ENRICH_FAILED',
  'DWH_REJECTED',
  'LAKE_REJECTED',
  'INTERNAL',
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];
