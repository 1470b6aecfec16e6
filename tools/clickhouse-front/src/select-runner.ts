import { createReadStream } from 'node:fs';
import { EngineError } from './engine/engine-error';
import { quote, type Engine } from './engine/engine';
import type { EngineSession } from './engine/engine-session';
import type { TransferFiles } from './engine/transfer-files';
import type { Answer } from './http/answer';
import { isStreamable } from './http/formats';
import type { Statement } from './statements/statement';

export interface Selection {
  readonly queryId: string;
  readonly statement: Extract<Statement, { kind: 'select' }>;
  readonly format: string;
  readonly waitEndOfQuery: boolean;
}

/** Runs a query that reads, at the pace of its reader, and cancels it when the reader leaves. */
export class SelectRunner {
  constructor(
    private readonly engine: Engine,
    private readonly files: TransferFiles,
  ) {}

  async run(selection: Selection, session: EngineSession, answer: Answer): Promise<number> {
    const { promise: ended, resolve: end } = deferred();
    const cancel = () =>
      void this.engine.cancel(selection.queryId, ended).catch((error: unknown) => {
        console.error(`The query ${selection.queryId} could not be cancelled:`, error);
      });
    answer.gone.addEventListener('abort', cancel, { once: true });
    try {
      if (answer.gone.aborted) throw EngineError.of('QUERY_WAS_CANCELLED', 'Query was cancelled.');
      return isStreamable(selection.format) && !selection.waitEndOfQuery
        ? await stream(selection, session, answer)
        : await this.files.with((file) => viaFile(selection, session, answer, file, end));
    } finally {
      answer.gone.removeEventListener('abort', cancel);
      end();
    }
  }
}

async function stream(selection: Selection, session: EngineSession, answer: Answer): Promise<number> {
  let rows = 0;
  for await (const piece of session.stream(selection.statement.text + selection.statement.tail, selection.format)) {
    if (answer.gone.aborted) break;
    rows += piece.rows;
    answer.begin(selection.format);
    await answer.write(piece.bytes);
  }
  answer.begin(selection.format);
  return rows;
}

/** Formats with a frame around their rows are written whole by the engine; through a file memory stays flat. */
async function viaFile(
  selection: Selection,
  session: EngineSession,
  answer: Answer,
  file: string,
  ended: () => void,
): Promise<number> {
  const { text, tail } = selection.statement;
  const clause = tail === '' ? `FORMAT ${selection.format}` : tail;
  const result = await session.run(`${text} INTO OUTFILE ${quote(file)} TRUNCATE COMPRESSION 'none' ${clause}`);
  ended();
  answer.begin(selection.format);
  for await (const chunk of createReadStream(file)) await answer.write(chunk as Buffer);
  return result.rowsRead;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
