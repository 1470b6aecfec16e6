import { EngineError } from '../engine/engine-error';
import { tokens, type Token } from './tokens';

/** What the front must know of a statement to run it; the engine alone judges whether it is right. */
export type Statement =
  | { readonly kind: 'select'; readonly text: string; readonly tail: string; readonly format: string | undefined }
  | {
      readonly kind: 'insert';
      readonly target: string;
      readonly settings: string;
      readonly format: string;
      readonly dataAt: number;
    }
  | {
      readonly kind: 'kill' | 'flush-logs' | 'read' | 'write';
      readonly text: string;
      readonly format: string | undefined;
    };

const READS = new Set(['SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'EXISTS', 'CHECK', 'SET', 'USE']);
/** Functions and clauses that would open files of this machine under the front's own rights. */
const FILE_FUNCTIONS = new Set(['FILE', 'FILECLUSTER', 'FILESYSTEM']);
/** Words after which `format` is a name and not the clause. */
const BEFORE_A_NAME = new Set(
  'SELECT,DISTINCT,BY,WHERE,PREWHERE,HAVING,QUALIFY,AND,OR,NOT,AS,ON,IN,CASE,WHEN,THEN,ELSE,WITH,FROM,JOIN,LIKE,ILIKE,IS,BETWEEN,LIMIT,OFFSET'.split(
    ',',
  ),
);

export function inspect(statement: Buffer): Statement {
  const text = statement.toString('latin1');
  const first: string[] = [];
  for (const token of tokens(text)) {
    if (token.text === '(' && first.length === 0) continue;
    first.push(token.text.toUpperCase());
    if (first.length === 3) break;
  }
  if (first[0] === 'INSERT') {
    const insert = inspectInsert(text);
    if (insert !== undefined) return insert;
  }
  const all = oneStatement(text);
  refuseFiles(all);
  const body = text.slice(0, all.at(-1)?.end ?? text.length);
  const format = formatClause(all);
  const named = { text: utf8(body), format: format?.name };
  if (first.join(' ') === 'SYSTEM FLUSH LOGS') return { kind: 'flush-logs', ...named };
  if (first[0] === 'KILL') return { kind: 'kill', ...named, text: utf8(withOurQueryIds(body, all)) };
  const writes = all.some((token) => token.depth === 0 && isWord(token, 'INSERT'));
  if (['SELECT', 'WITH', 'FROM'].includes(first[0] ?? '') && !writes) {
    const cut = format?.at ?? body.length;
    return { kind: 'select', text: utf8(body.slice(0, cut)), tail: utf8(body.slice(cut)), format: format?.name };
  }
  return { kind: READS.has(first[0] ?? '') ? 'read' : 'write', ...named };
}

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');
const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text.toUpperCase() === word;

/** An INSERT whose rows follow it; undefined when a SELECT gives them. */
function inspectInsert(text: string): Statement | undefined {
  const head: Token[] = [];
  let settings: Token | undefined;
  for (const token of tokens(text)) {
    const before = head.at(-1);
    if (token.kind === 'sign' && token.text === ';') return undefined;
    if (token.depth === 0 && token.kind === 'word' && head.length >= 3 && before?.text !== '.') {
      const word = token.text.toUpperCase();
      if (word === 'SELECT' || word === 'WITH' || word === 'FROM') return undefined;
      if (word === 'SETTINGS') settings ??= token;
      if (word === 'VALUES') return insertOf(text, head, settings, token.start, 'Values', token.end);
    }
    if (
      token.depth === 0 &&
      token.kind === 'word' &&
      isWord(before, 'FORMAT') &&
      head.length > 3 &&
      head.at(-2)?.text !== '.'
    ) {
      return insertOf(text, head, settings, before?.start ?? 0, token.text, startOfData(text, token.end));
    }
    if (token.depth === 1 && (isWord(token, 'SELECT') || isWord(token, 'WITH')) && before?.text === '(') {
      return undefined;
    }
    head.push(token);
  }
  return undefined;
}

function insertOf(
  text: string,
  head: Token[],
  settings: Token | undefined,
  end: number,
  format: string,
  dataAt: number,
): Statement {
  refuseFiles(head);
  const targetEnd = settings?.start ?? end;
  return {
    kind: 'insert',
    target: utf8(text.slice(0, targetEnd)),
    settings: utf8(text.slice(targetEnd, end)),
    format,
    dataAt,
  };
}

/** After rows written as VALUES the engine passes over a second statement in silence; a client must hear that it did not run. */
export function refuseSecondStatement(whole: Buffer): void {
  oneStatement(whole.toString('latin1'));
}

/** As in the engine: an optional semicolon, blanks, and one line end belong to the clause, all else is data. */
function startOfData(text: string, at: number): number {
  return at + (/^(?:;)?[ \t\r\f\v]*\n?/.exec(text.slice(at, at + 4096))?.[0].length ?? 0);
}

/** The engine would run every statement of a list, whoever wrote it into a value; a server takes one. */
function oneStatement(text: string): Token[] {
  if (text.includes('\0')) throw EngineError.of('SYNTAX_ERROR', 'A zero byte in the text of a statement.');
  const list: Token[] = [];
  let ended = false;
  for (const token of tokens(text)) {
    if (token.kind === 'sign' && token.text === ';') {
      ended = true;
      continue;
    }
    if (ended) {
      throw EngineError.of('SYNTAX_ERROR', `Multi-statements are not allowed: failed at position ${token.start + 1}.`);
    }
    // What a lone dollar begins depends on the engine's version, so nothing may hide behind it.
    if (token.text.startsWith('$') && token.kind !== 'quoted' && text.indexOf('$', token.start + 1) !== -1) {
      throw EngineError.of(
        'SYNTAX_ERROR',
        `A dollar that opens no here-document: failed at position ${token.start + 1}.`,
      );
    }
    list.push(token);
  }
  return list;
}

function refuseFiles(list: Token[]): void {
  const opensFile = list.some((token, index) => {
    if (token.kind !== 'word') return false;
    const next = list[index + 1];
    if (FILE_FUNCTIONS.has(token.text.toUpperCase()) && next?.text === '(') return true;
    return (isWord(token, 'INTO') && isWord(next, 'OUTFILE')) || (isWord(token, 'FROM') && isWord(next, 'INFILE'));
  });
  if (opensFile) throw EngineError.of('ACCESS_DENIED', 'Files of this machine cannot be read or written over HTTP.');
}

/** The FORMAT clause that ends a statement, possibly followed by SETTINGS. */
function formatClause(list: Token[]): { at: number; name: string } | undefined {
  for (let index = list.length - 2; index > 0; index -= 1) {
    const [before, token, name, after] = [list[index - 1], list[index], list[index + 1], list[index + 2]];
    if (!isWord(token, 'FORMAT') || token?.depth !== 0 || name?.kind !== 'word') continue;
    if (after !== undefined && !isWord(after, 'SETTINGS')) continue;
    if (before?.kind === 'word' && BEFORE_A_NAME.has(before.text.toUpperCase())) continue;
    if (before?.kind === 'sign' && !')]}*'.includes(before.text)) continue;
    return { at: token.start, name: name.text };
  }
  return undefined;
}

/** Clients name queries with their own ids, which the engine cannot take; it carries them as a setting (see `QUERY_ID_SETTING`). */
function withOurQueryIds(text: string, list: Token[]): string {
  let out = '';
  let at = 0;
  for (const token of list) {
    if (token.kind === 'word' && /^(initial_)?query_id$/i.test(token.text)) {
      out += `${text.slice(at, token.start)}Settings['${QUERY_ID_SETTING}']`;
      at = token.end;
    }
  }
  return out + text.slice(at);
}

/**
 * Carries the id of a client's query inside the engine, whose own ids cannot be chosen. The setting belongs to the native
 * protocol, is without effect here, and is seen in `system.processes`; custom settings are not to be had in this build.
 */
export const QUERY_ID_SETTING = 'send_logs_source_regexp';
