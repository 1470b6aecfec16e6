import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Admission } from './engine/admission';
import { quote } from './engine/engine';
import { EngineError } from './engine/engine-error';
import type { EngineSession } from './engine/engine-session';
import { prepare } from './engine/preparation';
import type { Sessions } from './engine/sessions';
import type { TransferFiles } from './engine/transfer-files';
import type { Answer } from './http/answer';
import type { QueryRequest } from './http/request';
import type { QueryLog } from './query-log';
import type { SelectRunner } from './select-runner';
import type { User } from './setup/users';
import type { Statement } from './statements/statement';

export interface Outcome {
  readonly resultRows: number;
  readonly writtenRows: number;
}

type Insert = Extract<Statement, { kind: 'insert' }>;

/** Runs one statement in a session prepared for it and gives its result to the answer. */
export class QueryRunner {
  constructor(
    private readonly admission: Admission,
    private readonly sessions: Sessions,
    private readonly files: TransferFiles,
    private readonly selects: SelectRunner,
    private readonly log: QueryLog,
  ) {}

  run(request: QueryRequest, user: User, answer: Answer): Promise<Outcome> {
    const { statement } = request;
    if (user.readonly) refuseWriting(request);
    if (statement.kind !== 'insert') {
      return this.inSession(request, user, answer, (session) => this.execute(request, session, answer));
    }
    return this.files.with(async (file) => {
      // The whole body comes first: an insert cut short must leave nothing, and a slow sender must not hold a place.
      await pipeline(request.data, createWriteStream(file, { mode: 0o600 }));
      return this.inSession(request, user, answer, (session) => insert(statement, session, answer, file));
    });
  }

  private async inSession(
    request: QueryRequest,
    user: User,
    answer: Answer,
    work: (session: EngineSession) => Promise<Outcome>,
  ): Promise<Outcome> {
    // To cancel must be possible when every place is taken.
    const leave = request.statement.kind === 'kill' ? () => undefined : await this.admission.enter(answer.gone);
    try {
      const lease = this.sessions.lease({ owner: user.username, ...request.session });
      try {
        const restore = await prepare(lease, { ...request, readonly: user.readonly });
        return await work(lease.session).finally(restore);
      } finally {
        lease.release();
      }
    } finally {
      leave();
    }
  }

  private async execute(request: QueryRequest, session: EngineSession, answer: Answer): Promise<Outcome> {
    const { statement } = request;
    if (statement.kind === 'insert') throw new TypeError('An insert comes with a file.');
    const format = statement.format ?? request.defaultFormat;
    if (statement.kind === 'select') {
      const resultRows = await this.selects.run({ ...request, statement, format }, session, answer);
      return { resultRows, writtenRows: 0 };
    }
    if (statement.kind === 'flush-logs') await this.log.flush();
    const result = await session.run(statement.text, format);
    answer.header('X-ClickHouse-Summary', summary({ rowsRead: 0, bytesRead: 0, elapsed: result.elapsed }));
    answer.begin(format);
    await answer.write(result.bytes());
    return { resultRows: result.rowsRead, writtenRows: 0 };
  }
}

/** The engine's own readonly mode is not enough: it can be left with `SET readonly = DEFAULT`. */
function refuseWriting({ statement, settings }: QueryRequest): void {
  const reads = statement.kind === 'select' || statement.kind === 'read';
  if (reads && (settings.get('readonly') ?? '2') === '2') return;
  throw EngineError.of('READONLY', 'Cannot execute query in readonly mode.');
}

async function insert(statement: Insert, session: EngineSession, answer: Answer, file: string): Promise<Outcome> {
  const { target, settings, format } = statement;
  const sql = `${target} FROM INFILE ${quote(file)} COMPRESSION 'none' ${settings} FORMAT ${format}`;
  const result = await session.run(sql).catch((error: unknown) => {
    // The client sent a body and knows of no file.
    const known = EngineError.from(error);
    throw new EngineError(known.code, known.message.replaceAll(file, 'the body'));
  });
  answer.header('X-ClickHouse-Summary', summary(result));
  answer.begin('TabSeparated');
  return { resultRows: 0, writtenRows: result.rowsRead };
}

function summary(written: { rowsRead: number; bytesRead: number; elapsed: number }): string {
  const [rows, bytes] = [String(written.rowsRead), String(written.bytesRead)];
  return JSON.stringify({
    read_rows: rows,
    read_bytes: bytes,
    written_rows: rows,
    written_bytes: bytes,
    total_rows_to_read: '0',
    result_rows: rows,
    result_bytes: bytes,
    elapsed_ns: String(Math.round(written.elapsed * 1e9)),
  });
}
