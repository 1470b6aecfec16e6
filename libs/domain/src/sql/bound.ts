import { SqlRefused, ValueRefused } from './sql-errors';

/** What a bound value becomes on the wire; the client writes it into the parameter, the server reads it by its type. */
export type ParamValue = string | number | bigint | boolean | null | readonly ParamValue[];

/** A value together with the ClickHouse type the server must read it as. Only the binders below make one. */
export class Bound {
  readonly #made = true;

  /** @internal */
  constructor(
    readonly type: string,
    readonly value: ParamValue,
  ) {
    Object.freeze(this);
  }

  static is(candidate: unknown): candidate is Bound {
    return typeof candidate === 'object' && candidate !== null && #made in candidate && candidate.#made;
  }
}

/** Turns a value of ours into a `Bound`; carries the type so that lists and nullables can be built from it. */
export interface Binder<T> {
  (value: T): Bound;
  readonly type: string;
}

/** Longest list a single parameter may carry; a bigger set belongs into a table that the statement joins. */
export const MAX_LIST_LENGTH = 10_000;

export function binder<T>(type: string, write: (value: T) => ParamValue): Binder<T> {
  return Object.assign((value: T) => new Bound(type, write(value)), { type });
}

export const nullable = <T>(of: Binder<T>): Binder<T | null> =>
  binder(`Nullable(${of.type})`, (value) => (value === null ? null : of(value).value));

export const listOf = <T>(of: Binder<T>): Binder<readonly T[]> => {
  const type = `Array(${of.type})`;
  // The server reads decimals inside a list only without quotes, where a JavaScript number would already have lost digits.
  if (type.includes('Decimal')) {
    throw new SqlRefused('a list of decimals cannot be bound; bind text and convert it in SQL');
  }
  return binder(type, (values) => {
    if (!Array.isArray(values)) throw new ValueRefused(type, 'a list');
    if (values.length > MAX_LIST_LENGTH) throw new ValueRefused(type, `at most ${MAX_LIST_LENGTH} long`);
    return Object.freeze(values.map((value) => of(value).value));
  });
};
