import { ClickHouseError } from '@clickhouse/client';
import { DomainError, type Statement } from '@analytics/domain';
import type { ClickHouseConfig } from './clickhouse.config';
import { Connections } from './connection/connections';
import { limitSettings } from './connection/settings';

/** A statement that the migrated schema does not understand. For tests and tools: the engine's text is told, it may quote values. */
export class ExplainFailed extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(
    readonly statement: string,
    readonly engineCode: number,
    engineText: string,
  ) {
    super(`${statement} is not understood: ${engineText}`);
  }
}

/** The server's plan for a statement, line by line: proof that its text fits the schema, without running it. */
export async function explain(config: ClickHouseConfig, statement: Statement<unknown>): Promise<string[]> {
  const connections = new Connections(config);
  try {
    const answer = await connections.read(
      (client) =>
        client.query({
          query: `EXPLAIN ${statement.text}`,
          query_params: statement.params,
          format: 'JSONEachRow',
          clickhouse_settings: { ...limitSettings(statement.limits) },
        }),
      () => false,
    );
    const lines = await answer.json<{ explain: string }>();
    return lines.map(({ explain: line }) => line);
  } catch (error) {
    if (error instanceof ClickHouseError) throw new ExplainFailed(statement.name, Number(error.code), error.message);
    throw error;
  } finally {
    await connections.close();
  }
}
