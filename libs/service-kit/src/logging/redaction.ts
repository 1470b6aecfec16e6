const REDACTED = '[redacted]';
const MAX_DEPTH = 6;
const MAX_ITEMS = 50;
const MAX_TEXT = 8_192;

const HIDDEN_NAMES = new Set([
  ...['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'xwritekey', 'writekey', 'apikey', 'privatekey'],
  ...['email', 'phone', 'userid', 'username', 'displayname', 'ip', 'ipaddress', 'useragent', 'credentials', 'dsn'],
]);
const HIDDEN_ENDINGS = /(password|passwd|secret|token|secretkey|accesskey)$/;

const HIDDEN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  [
    /\b(\w{0,32}(?:password|passwd|secret|token|api[_-]?key)(?:=|["']?\s*:\s*["']|:)["']?)[^\s"',;&]{1,512}/gi,
    `$1${REDACTED}`,
  ],
  [/\bwk_[\w-]{8,}/g, REDACTED],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, REDACTED],
  [/(:\/\/[^\s:/@]{0,128}):[^\s/@]{1,256}@/g, `$1:${REDACTED}@`],
  [/[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,4}/g, REDACTED],
];

/** A copy that is safe to write to a log: secrets and personal data gone, depth, length and number of items bounded. */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactedText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (value instanceof Error) return describeError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH) return '[too deep]';
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redacted(item, depth + 1));
  const entries = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(entries.map(([key, item]) => [key, isHidden(key) ? REDACTED : redacted(item, depth + 1)]));
}

export function redactedText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return HIDDEN_TEXT.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), short);
}

function isHidden(key: string): boolean {
  const name = key.toLowerCase().replace(/[-_]/g, '');
  return HIDDEN_NAMES.has(name) || HIDDEN_ENDINGS.test(name);
}

function describeError(error: Error, depth: number): unknown {
  const { code, kind } = error as { code?: unknown; kind?: unknown };
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    ...(kind === undefined ? {} : { kind }),
    message: redactedText(error.message),
    stack: redactedText(error.stack ?? ''),
    ...(error.cause !== undefined && depth < MAX_DEPTH ? { cause: redacted(error.cause, depth + 1) } : {}),
  };
}
