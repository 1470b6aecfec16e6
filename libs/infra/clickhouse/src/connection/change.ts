import { randomUUID } from 'node:crypto';
import { translateQueryError } from '../errors/translate-error';
import type { AskOptions, Question } from './answer';
import type { Connections } from './connections';
import { Deadline } from './deadline';
import { changeSettings } from './settings';

/** One change that is no insert, sent once: whether a lost one was made is unknown. */
export async function makeChange(
  connections: Connections,
  change: Question,
  { pool, graceMs, signal }: Pick<AskOptions, 'pool' | 'graceMs' | 'signal'>,
): Promise<void> {
  const deadline = new Deadline(change.limits.maxSeconds * 1000 + graceMs, signal);
  const comment = JSON.stringify({ statement: change.name, service: pool });
  try {
    await connections.write(
      (client) =>
        client.command({
          query: change.text,
          query_params: change.params,
          query_id: `${change.name}-${randomUUID()}`,
          clickhouse_settings: changeSettings(change.limits, comment),
          abort_signal: deadline.signal,
        }),
      () => deadline.signal.aborted,
    );
  } catch (error) {
    throw deadline.reasonOr(translateQueryError(error, change.name));
  } finally {
    deadline.close();
  }
}
