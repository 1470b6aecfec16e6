import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineError } from '../engine/engine-error';
import { MAX_LOGGED_QUERY_BYTES, type QueryLog } from '../query-log';
import type { Outcome, QueryRunner } from '../query-runner';
import type { User } from '../setup/users';
import { Answer, type AnswerFacts } from './answer';
import { authenticate } from './authentication';
import { readQuery, type QueryRequest, type RequestLimits } from './request';

export interface ServerOptions extends RequestLimits, AnswerFacts {
  readonly users: readonly User[];
  readonly maxConnections: number;
}

/** The HTTP side: who asks, for what, and what is written down about it. */
export class FrontServer {
  private readonly server: Server;
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly options: ServerOptions,
    private readonly runner: QueryRunner,
    private readonly log: QueryLog,
  ) {
    this.server = createServer({ requestTimeout: 0, keepAliveTimeout: 30_000 }, (request, response) => {
      void this.handle(request, response);
    });
    this.server.maxConnections = options.maxConnections;
  }

  /** Loopback only: the product's stores are not for the network. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  /** Takes nothing new; resolves when what runs has ended, or after the time given, when the rest is cut off. */
  async close(drainMs: number): Promise<void> {
    this.server.close();
    this.server.closeIdleConnections();
    await within(drainMs, this.running.values());
    this.server.closeAllConnections();
    await within(drainMs, this.running.values());
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = urlOf(request);
    if (url === undefined) {
      response.writeHead(400).end('The URL of the request cannot be read.\n');
      return;
    }
    if (isPing(request, url)) {
      response.end('Ok.\n');
      return;
    }
    const gzip =
      url.searchParams.get('enable_http_compression') === '1' &&
      /\bgzip\b/.test(String(request.headers['accept-encoding']));
    const answer = new Answer(response, this.options, gzip);
    try {
      if (url.pathname !== '/') throw EngineError.of('BAD_ARGUMENTS', 'There is nothing at this path.');
      const user = this.logIn(request, url.searchParams, answer);
      const query = await readQuery(request, url.searchParams, this.options);
      answer.header('X-ClickHouse-Query-Id', query.queryId);
      await this.registered(query.queryId, () => this.logged(query, user, answer));
      // The very last thing: with the end of its answer a client may use the same session or query id again.
      answer.end();
    } catch (error) {
      answer.fail(EngineError.from(error));
    } finally {
      request.resume();
    }
  }

  private logIn(request: IncomingMessage, url: URLSearchParams, answer: Answer): User {
    const logIn = authenticate(this.options.users, request.headers, url);
    if (logIn.user !== undefined) return logIn.user;
    if (!logIn.named) {
      answer.header('WWW-Authenticate', 'Basic realm="ClickHouse server HTTP API"');
    }
    throw EngineError.of(
      'AUTHENTICATION_FAILED',
      'Authentication failed: password is incorrect, or there is no user with such name.',
    );
  }

  private async registered(queryId: string, work: () => Promise<void>): Promise<void> {
    if (this.running.has(queryId)) {
      throw EngineError.of('QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING', `Query with id = ${queryId} is already running.`);
    }
    const done = work();
    this.running.set(queryId, done);
    try {
      await done;
    } finally {
      this.running.delete(queryId);
    }
  }

  private async logged(query: QueryRequest, user: User, answer: Answer): Promise<void> {
    const started = Date.now();
    let outcome: Outcome = { resultRows: 0, writtenRows: 0 };
    let code = 0;
    try {
      outcome = await this.runner.run(query, user, answer);
    } catch (error) {
      const known = EngineError.from(error);
      code = known.code;
      throw known;
    } finally {
      this.log.record({
        event_time: new Date(started).toISOString().replace('T', ' ').replace('Z', ''),
        query_id: query.queryId,
        user: user.username,
        kind: query.statement.kind,
        query_duration_ms: Date.now() - started,
        result_rows: outcome.resultRows,
        written_rows: outcome.writtenRows,
        result_bytes: answer.bytes,
        exception_code: code,
        log_comment: query.settings.get('log_comment') ?? '',
        query: Buffer.from(query.text).subarray(0, MAX_LOGGED_QUERY_BYTES).toString('utf8'),
      });
    }
  }
}

function urlOf(request: IncomingMessage): URL | undefined {
  const text = `http://front${request.url ?? '/'}`;
  return URL.canParse(text) ? new URL(text) : undefined;
}

const isPing = (request: IncomingMessage, url: URL): boolean =>
  request.method === 'GET' && (url.pathname === '/ping' || (url.pathname === '/' && url.search === ''));

async function within(limitMs: number, work: Iterable<Promise<void>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)));
  await Promise.race([Promise.allSettled(work), limit]);
  clearTimeout(timer);
}
