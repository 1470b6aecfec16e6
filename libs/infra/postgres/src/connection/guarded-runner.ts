import type { QueryRunner } from 'typeorm';
import { QueryFault } from '../errors/postgres-errors';
import { translateError } from '../errors/translate-error';
import { Unavailable } from '@analytics/domain';

interface DriverConnection {
  end(): Promise<void>;
}

type Connect = () => Promise<DriverConnection>;

/**
 * Every statement of TypeORM goes through a query runner; here its failures become our classes, exactly once, and a
 * connection that may still owe an answer is thrown away instead of going back to the pool.
 */
export function guardRunner(runner: QueryRunner, open: (connect: Connect) => Promise<DriverConnection>): QueryRunner {
  const connect: Connect = runner.connect.bind(runner);
  const query = runner.query.bind(runner);
  const release = runner.release.bind(runner);
  let connection: DriverConnection | undefined;
  let releasedByUs = false;
  let aborted = false;

  runner.connect = async () => (connection ??= await open(connect));
  runner.release = () => {
    releasedByUs = true;
    return release();
  };
  runner.query = async (text: string, parameters?: unknown[], structured?: boolean) => {
    // The server answers COMMIT of a failed transaction with a quiet ROLLBACK; a caller who caught the failure would
    // believe its rows are stored.
    if (text === 'COMMIT' && aborted) throw new QueryFault('25P02', 'a failed statement was ignored before the commit');
    try {
      const result = await (structured === true ? query(text, parameters, true) : query(text, parameters));
      if (/^(START TRANSACTION|ROLLBACK)/.test(text)) aborted = false;
      return result;
    } catch (error) {
      aborted = true;
      const translated = translateError(error, runner.isReleased && !releasedByUs);
      if (translated instanceof Unavailable) connection?.end().catch(() => undefined);
      throw translated;
    }
  };
  return runner;
}
