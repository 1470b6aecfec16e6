import { Bound, type ParamValue } from './bound';
import { SqlRefused } from './sql-errors';

type Piece = string | Bound;
export type SqlPart = Bound | SqlFragment;

/** SQL text and its bound values, kept apart until the server reads them. Made by `sql`, `join` and `identifier` only. */
export class SqlFragment {
  readonly #pieces: readonly Piece[];

  /** @internal */
  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
    Object.freeze(this);
  }

  static is(candidate: unknown): candidate is SqlFragment {
    return typeof candidate === 'object' && candidate !== null && #pieces in candidate;
  }

  /** @internal */
  get pieces(): readonly Piece[] {
    return this.#pieces;
  }

  /** The text with `{p1:Type}` in place of values, numbered by first place: equal fragments give equal text. */
  get text(): string {
    const numbers = this.numbers();
    return this.#pieces
      .map((piece) => (typeof piece === 'string' ? piece : `{p${numbers.get(piece)}:${piece.type}}`))
      .join('');
  }

  get params(): Readonly<Record<string, ParamValue>> {
    return Object.freeze(Object.fromEntries([...this.numbers()].map(([bound, number]) => [`p${number}`, bound.value])));
  }

  /** One bound value put in at several places is one parameter: a long list travels once. */
  private numbers(): Map<Bound, number> {
    const numbers = new Map<Bound, number>();
    for (const piece of this.#pieces) {
      if (typeof piece !== 'string' && !numbers.has(piece)) numbers.set(piece, numbers.size + 1);
    }
    return numbers;
  }
}

/** Writes SQL as SQL: every interpolation is a bound value or another fragment, anything else does not compile and throws. */
export function sql(strings: TemplateStringsArray, ...parts: readonly SqlPart[]): SqlFragment {
  if (!Array.isArray(strings) || !Array.isArray(strings.raw)) {
    throw new SqlRefused('sql is a template tag, not a function');
  }
  const pieces: Piece[] = [];
  strings.forEach((literal, index) => {
    pieces.push(checked(literal));
    if (index < parts.length) pieces.push(...piecesOf(parts[index]));
  });
  return new SqlFragment(pieces);
}

function checked(literal: string): string {
  // The embedded engine runs everything after a semicolon; a hand-written brace would pose as a parameter of another value.
  if (/[;{}]/.test(literal)) throw new SqlRefused('SQL text may hold no ";" and no braces; bind values with ${…}');
  return literal;
}

function piecesOf(part: unknown): readonly Piece[] {
  if (Bound.is(part)) return [part];
  if (SqlFragment.is(part)) return part.pieces;
  throw new SqlRefused('only bound values and fragments may be put into SQL; wrap the value, e.g. ${text(value)}');
}

/** Fragments one after the other, e.g. conditions with ` AND `. An empty list has no honest meaning and throws. */
export function join(fragments: readonly SqlPart[], separator: SqlFragment): SqlFragment {
  if (fragments.length === 0) throw new SqlRefused('nothing to join: decide what an empty list means, e.g. sql`1`');
  return new SqlFragment(
    fragments.flatMap((part, index) => [...(index === 0 ? [] : separator.pieces), ...piecesOf(part)]),
  );
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/** A column or table name as a fragment, taken from a list in our code: `identifier(['day', 'platform'], 'day')`. */
export function identifier<const Names extends readonly string[]>(allowed: Names, name: Names[number]): SqlFragment {
  if (!allowed.includes(name)) throw new SqlRefused('this identifier is not on its list of allowed names');
  if (!isIdentifier(name)) throw new SqlRefused('an identifier is made of letters, digits, underscores and dots');
  return new SqlFragment([quoteIdentifier(name)]);
}

export const isIdentifier = (name: string): boolean => IDENTIFIER.test(name);

/** Back-quoted part by part; the name must have passed `isIdentifier`. */
export const quoteIdentifier = (name: string): string =>
  name
    .split('.')
    .map((part) => `\`${part}\``)
    .join('.');
