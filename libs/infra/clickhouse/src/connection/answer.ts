import { randomUUID } from 'node:crypto';
import type { Statement } from '@analytics/domain';
import type { ClickHouseClient, ResultSet } from '@clickhouse/client';
import { translateQueryError } from '../errors/translate-error';
import type { Connections } from './connections';
import { Deadline } from './deadline';
import { readSettings, type Settings } from './settings';

/** A statement as it is sent; `Statement` is one. */
export type Question = Pick<Statement<unknown>, 'name' | 'text' | 'params' | 'limits'>;

export interface AskOptions {
  readonly pool: string;
  /** How long past the statement's own limit the answer may stay out. */
  readonly graceMs: number;
  /** The server holds the answer back until it is complete: an error then comes instead of it, not in its middle. */
  readonly buffered: boolean;
  /** Whether it may read elsewhere than in the database. */
  readonly outside?: boolean;
  readonly signal?: AbortSignal;
  readonly settings?: Settings;
}

/** The rows of an answer in batches as they arrive; leaving early, the signal or the deadline cancels it on the server. */
export async function* ask<Row>(
  connections: Connections,
  question: Question,
  options: AskOptions,
): AsyncGenerator<Row[], void, undefined> {
  const deadline = new Deadline(question.limits.maxSeconds * 1000 + options.graceMs, options.signal);
  let open: ResultSet<'JSONEachRow'> | undefined;
  const cut = () => open?.close();
  deadline.signal.addEventListener('abort', cut, { once: true });
  try {
    open = await connections.read(
      (client) => send(client, question, options, deadline.signal),
      () => deadline.signal.aborted,
    );
    if (deadline.signal.aborted) open.close();
    for await (const batch of open.stream<Row>()) yield batch.map((row) => row.json<Row>());
    open = undefined;
  } catch (error) {
    throw deadline.reasonOr(translateQueryError(error, question.name));
  } finally {
    open?.close();
    deadline.close();
  }
}

function send(
  client: ClickHouseClient,
  question: Question,
  options: AskOptions,
  signal: AbortSignal,
): Promise<ResultSet<'JSONEachRow'>> {
  const comment = JSON.stringify({ statement: question.name, service: options.pool });
  return client.query({
    query: question.text,
    query_params: question.params,
    format: 'JSONEachRow',
    // One id per try: a server refuses an id that it still knows from a try that was cut off.
    query_id: `${question.name}-${randomUUID()}`,
    clickhouse_settings: { ...options.settings, ...readSettings(question.limits, comment, options) },
    abort_signal: signal,
  });
}
