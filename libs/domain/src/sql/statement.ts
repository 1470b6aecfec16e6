import type { ParamValue } from './bound';
import { SqlRefused } from './sql-errors';
import { SqlFragment } from './sql';

/** What a statement may cost at most; passing a limit is an error, never a shortened answer. */
export interface StatementLimits {
  /** Rows in the answer. */
  readonly maxRows: number;
  /** Time on the server. */
  readonly maxSeconds: number;
  /** Memory on the server. */
  readonly maxMemoryBytes: number;
  /** Rows the server may read to find the answer. */
  readonly maxRowsToRead: number;
}

export interface StatementParts {
  /** Kebab-case; reaches the server's query log, the metrics and the trace. */
  readonly name: string;
  readonly query: SqlFragment;
  readonly limits: StatementLimits;
}

/** A question to the warehouse as a value: name, text, bound values, limits and the type of its rows. */
export class Statement<Row> {
  /** Only the compiler sees it: the type of a row. */
  declare protected readonly row: Row;
  readonly name: string;
  readonly text: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly limits: StatementLimits;

  /** @internal */
  constructor({ name, query, limits }: StatementParts) {
    this.name = checkedName(name);
    if (!SqlFragment.is(query)) throw new SqlRefused(`statement ${name} needs a query written with sql\`…\``);
    this.text = query.text.trim();
    if (this.text === '') throw new SqlRefused(`statement ${name} is empty`);
    this.params = query.params;
    this.limits = checkedLimits(name, limits);
    Object.freeze(this);
  }

  /** Equal for equal questions and different for different ones: what a cache keys on. */
  get key(): string {
    return written([this.name, this.text, this.params]);
  }

  /** Equal for all that read the same rows, under whatever name. */
  get readingKey(): string {
    return written([this.text, this.params]);
  }
}

const written = (parts: readonly unknown[]): string =>
  JSON.stringify(parts, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

export type RowOfStatement<S> = S extends Statement<infer Row> ? Row : never;

export const statement = <Row>(parts: StatementParts): Statement<Row> => new Statement<Row>(parts);

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const NAME_MAX = 80;

function checkedName(name: string): string {
  if (NAME.test(name) && name.length <= NAME_MAX) return name;
  throw new SqlRefused(`a statement's name is kebab-case and at most ${NAME_MAX} long`);
}

function checkedLimits(name: string, limits: StatementLimits): StatementLimits {
  const { maxRows, maxSeconds, maxMemoryBytes, maxRowsToRead } = limits ?? {};
  const all = { maxRows, maxSeconds, maxMemoryBytes, maxRowsToRead };
  for (const [limit, value] of Object.entries(all)) {
    // Zero means "no limit" to ClickHouse, so it must never slip through.
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new SqlRefused(`statement ${name}: ${limit} must be a whole number of 1 or more`);
    }
  }
  return Object.freeze(all);
}
