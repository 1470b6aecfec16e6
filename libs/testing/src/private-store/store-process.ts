import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { workspaceRoot } from '../stack/workspace-root';

const KEPT_CHARACTERS = 2_000;

export class StoreDidNotStart extends Error {
  constructor(kind: string, how: string, said: string) {
    super(`a private ${kind} did not start (${how}): ${said.trim() || 'it said nothing'}`);
    this.name = 'StoreDidNotStart';
  }
}

/** One life of a private store: the local stack's `store` command, which ends when we do, because its input ends then. */
export class StoreProcess<Entry extends { readonly pid: number }> {
  private constructor(
    private readonly child: ChildProcess,
    private readonly gone: Promise<unknown>,
    readonly entry: Entry,
  ) {}

  static async start<Entry extends { readonly pid: number }>(
    kind: string,
    folder: string,
    readyWithinMs: number,
  ): Promise<StoreProcess<Entry>> {
    const cli = path.join(workspaceRoot(), 'tools', 'local-stack', 'src', 'cli.mjs');
    const child = spawn(process.execPath, [cli, 'store', kind, '--data-dir', folder], { stdio: 'pipe' });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(-KEPT_CHARACTERS)));
    const gone = once(child, 'exit');
    const ended = gone.then(([code, signal]) => `it ended with ${code ?? signal}`);
    const answer = firstLine(child);
    const late = AbortSignal.timeout(readyWithinMs);
    const tooLate = once(late, 'abort').then(() => `not ready within ${readyWithinMs} ms`);
    const first = await Promise.race([answer, ended, tooLate]);
    if (typeof first === 'object') return new StoreProcess(child, gone, JSON.parse(first.line) as Entry);
    child.stdin.end();
    await gone;
    throw new StoreDidNotStart(kind, first, said);
  }

  signalStore(signal: NodeJS.Signals): void {
    process.kill(this.entry.pid, signal);
  }

  /** Kills the store, not the command around it; that one notices and ends, and is waited for. */
  async kill9(): Promise<void> {
    if (this.ended()) return;
    this.signalStore('SIGKILL');
    await this.gone;
  }

  async stop(): Promise<void> {
    if (this.ended()) return;
    // A frozen store could not obey.
    this.signalStore('SIGCONT');
    this.child.stdin?.end();
    await this.gone;
  }

  private ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

async function firstLine(child: ChildProcess & { readonly stdout: NonNullable<ChildProcess['stdout']> }) {
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { line };
}
