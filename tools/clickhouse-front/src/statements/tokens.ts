/**
 * A token of a statement. Offsets count bytes: the text is read as latin1, because what follows an INSERT may be binary.
 * Rules of the engine's own lexer that decide where a string or comment ends are kept, nothing else is.
 */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'sign';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** How many brackets are open around it. */
  readonly depth: number;
}

const SPACE = /[\s\0]/;
const WORD = /[A-Za-z0-9_$]/;
/** The engine takes typographic quotes too: ‘…’ and “…”, in UTF-8. */
const TYPOGRAPHIC: Readonly<Record<string, string>> = {
  '\xe2\x80\x98': '\xe2\x80\x99',
  '\xe2\x80\x9c': '\xe2\x80\x9d',
};

/** Lazy: an INSERT is understood from its first words, however much data follows. */
export function* tokens(text: string): Generator<Token> {
  let at = 0;
  let depth = 0;
  while (at < text.length) {
    const end = skipBlank(text, at);
    if (end > at) {
      at = end;
      continue;
    }
    const { kind, length } = read(text, at);
    const token = { kind, text: text.slice(at, at + length), start: at, end: at + length };
    if (kind === 'sign' && ')]}'.includes(token.text)) depth = Math.max(0, depth - 1);
    yield { ...token, depth };
    if (kind === 'sign' && '([{'.includes(token.text)) depth += 1;
    at += length;
  }
}

function skipBlank(text: string, at: number): number {
  if (SPACE.test(text.charAt(at))) return at + 1;
  if (text.startsWith('--', at) || text.startsWith('//', at)) return endOfLine(text, at);
  if (text.startsWith('# ', at) || text.startsWith('#!', at)) return endOfLine(text, at);
  if (text.startsWith('/*', at)) return endOfComment(text, at);
  return at;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** Comments nest, as in the SQL standard. */
function endOfComment(text: string, start: number): number {
  let at = start;
  let level = 0;
  do {
    const open = text.indexOf('/*', at);
    const close = text.indexOf('*/', at);
    if (close === -1) return text.length;
    const opens = open !== -1 && open < close;
    level += opens ? 1 : -1;
    at = (opens ? open : close) + 2;
  } while (level > 0);
  return at;
}

function read(text: string, at: number): { kind: Token['kind']; length: number } {
  const first = text.charAt(at);
  if (first === "'" || first === '"' || first === '`') return { kind: 'quoted', length: endOfQuoted(text, at) - at };
  const closing = TYPOGRAPHIC[text.slice(at, at + 3)];
  if (closing !== undefined) return { kind: 'quoted', length: endAfter(text, closing, at + 3) - at };
  if (first === '$') {
    const tag = /^\$[A-Za-z0-9_]*\$/.exec(text.slice(at, at + 130))?.[0];
    const end = tag === undefined ? -1 : text.indexOf(tag, at + tag.length);
    if (tag !== undefined && end !== -1) return { kind: 'quoted', length: end + tag.length - at };
  }
  if (!WORD.test(first)) return { kind: 'sign', length: 1 };
  let end = at + 1;
  while (end < text.length && WORD.test(text.charAt(end))) end += 1;
  return { kind: 'word', length: end - at };
}

function endOfQuoted(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === quote && text.charAt(at + 1) === quote) at += 1;
    else if (text.charAt(at) === quote) return at + 1;
  }
  return text.length;
}

function endAfter(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end + mark.length;
}
