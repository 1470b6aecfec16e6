import { DomainError, Unavailable } from '@analytics/domain';

/** The answer would have cost more than the statement may: ask for less. */
export class QueryTooExpensive extends DomainError {
  readonly kind = 'refused';
  readonly code = 'QUERY_TOO_EXPENSIVE';

  constructor(
    readonly statement: string,
    readonly engineCode: number,
  ) {
    super({
      en: `the query ${statement} needs more rows or memory than it may use; narrow its period or filters`,
      ru: `запросу ${statement} нужно больше строк или памяти, чем ему можно: сократите период или добавьте фильтры`,
    });
  }
}

export class QueryTimedOut extends DomainError {
  readonly kind = 'timeout';
  readonly code = 'QUERY_TIMEOUT';

  constructor(
    readonly statement: string,
    readonly engineCode: number,
  ) {
    super({
      en: `the query ${statement} did not finish in its time; narrow its period or filters`,
      ru: `запрос ${statement} не успел за своё время: сократите период или добавьте фильтры`,
    });
  }
}

/** The server does not accept what we sent: a defect of ours or a schema that is behind. Without the engine's text, which quotes values. */
export class StatementFailed extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(
    readonly statement: string,
    readonly engineCode: number,
    readonly engineType: string | undefined,
  ) {
    super(`the warehouse refused ${statement} with code ${engineCode} (${engineType ?? 'unknown'})`);
  }
}

export interface RowsRefusedFacts {
  readonly table: string;
  /** The engine's code where the server refused; absent where a value did not fit its column before sending. */
  readonly engineCode?: number;
  readonly column?: string;
  readonly row?: number;
  readonly rule?: string;
}

/** Rows that the table cannot hold; sending them again cannot help. Nothing of the batch was stored. */
export class RowsRefused extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  readonly table: string;
  readonly engineCode?: number;
  readonly column?: string;
  readonly row?: number;

  constructor(facts: RowsRefusedFacts) {
    super(describe(facts));
    this.table = facts.table;
    this.engineCode = facts.engineCode;
    this.column = facts.column;
    this.row = facts.row;
  }
}

function describe({ table, engineCode, column, row, rule }: RowsRefusedFacts): string {
  if (engineCode !== undefined) return `table ${table} refused the rows with code ${engineCode}`;
  const where = [row === undefined ? '' : `row ${row}`, column === undefined ? '' : `column ${column}`].filter(
    (part) => part !== '',
  );
  return `rows for table ${table} cannot be written: ${[...where, rule ?? 'not acceptable'].join(', ')}`;
}

/** The insert may or may not have been stored: repeat the very same rows with the very same token. */
export class InsertOutcomeUnknown extends Unavailable {
  constructor(
    readonly table: string,
    readonly token: string,
  ) {
    super(`the outcome of an insert into ${table}`);
  }
}

/** The server runs with settings we cannot promise correct numbers on. */
export class ServerSettingsWrong extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'UNAVAILABLE';

  constructor(readonly problems: readonly string[]) {
    super(`the warehouse's settings do not fit: ${problems.join('; ')}`);
  }
}
