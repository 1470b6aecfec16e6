const QUOTE = 0x22;
/** Only so can a number that is not zero be written and read as zero. */
const EXPONENT_OR_ENDLESS = /(?:^|[:[,\s])-?[\d.]+[eE]|[\d.]{300}/;

/** Where a value of a text ends, and how many quotes it has. Only for JSON without escapes. */
export interface PlainSpan {
  readonly end: number;
  readonly quotes: number;
}

/** One pass over the characters of the value that begins at `start`. */
export function plainSpan(text: string, start: number): PlainSpan {
  let at = start;
  let quotes = 0;
  let depth = 0;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      quotes += 2;
      do at += 1;
      while (text.charCodeAt(at) !== QUOTE);
      if (depth === 0) return { end: at + 1, quotes };
    } else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) break;
      depth -= 1;
      if (depth === 0) return { end: at + 1, quotes };
    } else if (depth === 0 && (code === 0x2c || code <= 0x20)) break;
  }
  return { end: at, quotes };
}

/**
 * Whether JSON.parse has bent nothing of a value, told from the value and the number of its quotes alone: every name and
 * every text has two, so a name given twice leaves more quotes than the value accounts for. False means: look closely.
 */
export function isUnbent(value: unknown, quotes: number, maxDepth: number, text: string): boolean {
  const seen = { texts: 0, zero: false };
  if (!walk(value, maxDepth, seen) || seen.texts * 2 !== quotes) return false;
  return !seen.zero || !EXPONENT_OR_ENDLESS.test(text);
}

interface Seen {
  texts: number;
  /** Some number is zero: it may have been another one, too small for a double. */
  zero: boolean;
}

function walk(value: unknown, levels: number, seen: Seen): boolean {
  if (typeof value === 'string') {
    seen.texts += 1;
    return true;
  }
  if (typeof value === 'number') {
    if (value === 0) seen.zero = true;
    return value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER;
  }
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) if (!walk(value[index], levels - 1, seen)) return false;
    return true;
  }
  for (const name in value) {
    // A name that may change more than its object is judged with the names around it.
    if (name === '__proto__' || name === 'prototype') return false;
    seen.texts += 1;
    if (!walk((value as Readonly<Record<string, unknown>>)[name], levels - 1, seen)) return false;
  }
  return true;
}
