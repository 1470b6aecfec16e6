import type { Refusal } from '../events/verdict';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;
const LETTER_E = 0x65;
const LOWER_CASE = 0x20;
const LONE_SURROGATE = /\p{Surrogate}/u;
/** Up to this many characters an integer is exact, whatever its digits. */
const EXACT_DIGITS = 15;

/** What is asked once of a whole text, so that it need not be asked of each string in it. */
export interface TextTraits {
  readonly escapes: boolean;
  readonly suspicious: boolean;
}

export function traitsOf(text: string): TextTraits {
  const escapes = text.includes('\\');
  // In every Node that runs this; the types follow a later edition of the language.
  const wellFormed = (text as unknown as { isWellFormed(): boolean }).isWellFormed();
  return { escapes, suspicious: escapes || !wellFormed };
}

/** What JSON.parse takes and bends without a word: found in the text itself, because the value no longer shows it. */
export class JsonScan {
  /** The first fault of the value; the rest of it is only skipped. */
  fault: Refusal | undefined;
  private at: number;
  private depth = 0;
  private expectsName = false;
  /** Per level: whether it is an object, the member being read, and the names seen so far. */
  private readonly isObject: boolean[] = [];
  private readonly members: (string | number)[] = [];
  private readonly names: Set<string>[] = [];

  /** `text` is JSON, `start` the beginning of a value in it. Nesting costs no stack: depth is counted, not descended. */
  constructor(
    private readonly text: string,
    start: number,
    private readonly maxDepth: number,
    private readonly traits: TextTraits = traitsOf(text),
  ) {
    this.at = start;
  }

  /** Where the value ends. */
  run(): number {
    do this.token();
    while (this.depth > 0);
    return this.at;
  }

  private token(): void {
    const code = this.text.charCodeAt(this.at);
    if (code <= 0x20 || code === 0x3a) this.at += 1;
    else if (code === QUOTE) this.string();
    else if (code === COMMA) this.comma();
    else if (code === 0x7b || code === 0x5b) this.open(code === 0x7b);
    else if (code === 0x7d || code === 0x5d) this.close();
    else if (code === MINUS || (code >= 0x30 && code <= 0x39)) this.number();
    else this.at += code === 0x66 ? 5 : 4; // false, true, null
  }

  private open(object: boolean): void {
    this.at += 1;
    this.depth += 1;
    if (this.fault !== undefined) return;
    if (this.depth > this.maxDepth) {
      this.refuse('TOO_DEEP', `must be nested at most ${this.maxDepth} levels deep`, this.depth - 1);
      return;
    }
    const level = this.depth - 1;
    this.isObject[level] = object;
    this.members[level] = object ? '' : 0;
    this.expectsName = object;
    if (object) (this.names[level] ??= new Set()).clear();
  }

  private close(): void {
    this.at += 1;
    this.depth -= 1;
    this.expectsName = false;
  }

  private comma(): void {
    this.at += 1;
    if (this.fault !== undefined) return;
    const level = this.depth - 1;
    this.expectsName = this.isObject[level] === true;
    if (!this.expectsName) this.members[level] = (this.members[level] as number) + 1;
  }

  private string(): void {
    const start = this.at;
    let end = this.text.indexOf('"', start + 1);
    // A quote after an odd number of backslashes belongs to the text.
    if (this.traits.escapes) while (this.escaped(end, start)) end = this.text.indexOf('"', end + 1);
    this.at = end + 1;
    if (this.fault !== undefined) return;
    if (this.traits.suspicious) this.checked(start, end);
    else if (this.expectsName) this.name(this.text.slice(start + 1, end));
  }

  /** Only in a text that has an escape or a lone surrogate somewhere: few have. */
  private checked(start: number, end: number): void {
    const raw = this.text.slice(start + 1, end);
    const text = raw.includes('\\') ? (JSON.parse(this.text.slice(start, end + 1)) as string) : raw;
    if (this.expectsName) this.name(text);
    if (this.fault !== undefined) return;
    if (text !== raw && text.includes('\0')) this.refuse('ENCODING', 'must not hold the character NUL', this.depth);
    else if (LONE_SURROGATE.test(text)) this.refuse('ENCODING', 'must be well-formed Unicode', this.depth);
  }

  private escaped(quote: number, start: number): boolean {
    let before = quote - 1;
    while (before > start && this.text.charCodeAt(before) === BACKSLASH) before -= 1;
    return (quote - 1 - before) % 2 === 1;
  }

  private name(name: string): void {
    const level = this.depth - 1;
    const seen = this.names[level] as Set<string>;
    const before = seen.size;
    seen.add(name);
    this.expectsName = false;
    this.members[level] = name;
    if (seen.size === before) this.refuse('MALFORMED_JSON', 'must not be there twice', this.depth);
    else if (name === '__proto__') this.refuse('MALFORMED_JSON', 'is not a name an event may use', this.depth);
    else if (name === 'prototype' && this.members[level - 1] === 'constructor') {
      this.refuse('MALFORMED_JSON', 'is not a name an event may use here', this.depth);
    }
  }

  private number(): void {
    const start = this.at;
    let code: number;
    let exponent = false;
    do {
      this.at += 1;
      code = this.text.charCodeAt(this.at);
      exponent ||= (code | LOWER_CASE) === LETTER_E;
    } while (
      (code >= 0x30 && code <= 0x39) ||
      code === 0x2e ||
      code === MINUS ||
      code === 0x2b ||
      (code | LOWER_CASE) === LETTER_E
    );
    if (this.fault !== undefined || (!exponent && this.at - start <= EXACT_DIGITS)) return;
    const digits = this.text.slice(start, this.at);
    const value = Number(digits);
    const vanished = value === 0 && /^[-+.0]*[1-9]/.test(digits);
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER || vanished) {
      const rule = `must be between -${Number.MAX_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}: send larger ones as text`;
      this.refuse('NUMBER_OUT_OF_RANGE', vanished ? 'is too small to be told from zero' : rule, this.depth);
    }
  }

  private refuse(code: Refusal['code'], detail: string, levels: number): void {
    this.fault = { code, detail, pointer: pointerOf(this.members.slice(0, levels)) };
  }
}

/** RFC 6901. */
export const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
