/** Cuts a migration file into statements at semicolons that are not inside quotes, comments or heredocs. */
export function splitStatements(source: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let at = 0;
  let hasContent = false;
  while (at < source.length) {
    const token = tokenAt(source, at);
    if (token === ';') {
      if (hasContent) statements.push(source.slice(start, at).trim());
      start = at + 1;
      hasContent = false;
    } else if (!isSilent(token)) hasContent = true;
    at += token.length;
  }
  if (hasContent) statements.push(source.slice(start).trim());
  return statements;
}

const isSilent = (token: string): boolean => token.trim() === '' || token.startsWith('--') || token.startsWith('/*');

/** The token that begins at `at`; everything without meaning for cutting is a token of one character. */
function tokenAt(source: string, at: number): string {
  const char = source.charAt(at);
  if (char === "'" || char === '"' || char === '`') return quoted(source, at, char);
  if (source.startsWith('--', at)) return upTo(source, at, '\n', 2);
  if (source.startsWith('/*', at)) return upTo(source, at, '*/', 2);
  if (char === '$') return heredoc(source, at);
  return char;
}

/** Ends after the closing quote; a backslash or a doubled quote keeps it open. An unclosed one takes the rest. */
function quoted(source: string, start: number, quote: string): string {
  for (let at = start + 1; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '\\') at++;
    else if (char === quote) {
      if (source.charAt(at + 1) !== quote) return source.slice(start, at + 1);
      at++;
    }
  }
  return source.slice(start);
}

function upTo(source: string, start: number, end: string, skip: number): string {
  const found = source.indexOf(end, start + skip);
  return found === -1 ? source.slice(start) : source.slice(start, found + end.length);
}

/** `$tag$ … $tag$`, ClickHouse's quoting without escapes. */
function heredoc(source: string, start: number): string {
  const tag = /^\$\w*\$/.exec(source.slice(start, start + 64))?.[0];
  return tag === undefined ? '$' : upTo(source, start, tag, tag.length);
}
