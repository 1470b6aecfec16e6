import path from 'node:path';
import type { ChdbResult, Session } from 'chdb';
import { EngineError } from './engine-error';

export class EngineSession {
  constructor(private readonly session: Session) {}

  async run(sql: string, format = 'TabSeparated'): Promise<ChdbResult> {
    try {
      return await this.session.queryAsync(sql, { format });
    } catch (error) {
      throw EngineError.from(error);
    }
  }

  /** Rows as they come, one piece at a time; leaving the loop ends the query. */
  async *stream(sql: string, format: string): AsyncGenerator<{ bytes: Uint8Array; rows: number }> {
    try {
      for await (const chunk of this.session.queryStream(sql, { format })) {
        yield { bytes: chunk.raw(), rows: chunk.numRows };
      }
    } catch (error) {
      throw EngineError.from(error);
    }
  }

  async append(table: string, rows: Buffer): Promise<void> {
    try {
      await this.session.insert({ table, values: rows, format: 'JSONEachRow' });
    } catch (error) {
      throw EngineError.from(error);
    }
  }

  /**
   * Only for a session whose last query has ended. The binding's own close() waits until no session at all has work, so under
   * one long query every finished session would stay open (0.2 MB each); closing our own handle first avoids that.
   * To be removed when chdb's Session.close() looks at its own operations only.
   */
  close(): void {
    const handle = this.session.connection;
    this.session.connection = null;
    if (handle !== null) native().CloseConnection(handle);
    this.session.close();
  }
}

let loaded: { CloseConnection(handle: unknown): void } | undefined;
function native(): { CloseConnection(handle: unknown): void } {
  if (loaded === undefined) {
    const loader = path.join(path.dirname(require.resolve('chdb/package.json')), 'dist/loader.js');
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the package does not export its loader
    loaded = (require(loader) as { loadNative(): { CloseConnection(handle: unknown): void } }).loadNative();
  }
  return loaded;
}
