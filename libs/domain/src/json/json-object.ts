export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value read from JSON is an object: neither null nor a list nor a plain value. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
