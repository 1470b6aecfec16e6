import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StackStores } from '../stack/stack-state';
import { freezeProcess } from './freeze-process';
import { StoreProcess } from './store-process';

export type StoreKind = keyof StackStores;

export interface PrivateStoreOptions {
  readonly readyWithinMs?: number;
}

/**
 * A store process of the test's own, to be killed, frozen and started again. Needs no running stack, and nothing of it
 * outlives the test's process.
 */
export class PrivateStore<Kind extends StoreKind> {
  private constructor(
    readonly kind: Kind,
    private readonly folder: string,
    private readonly readyWithinMs: number,
    private life: StoreProcess<StackStores[Kind]>,
  ) {}

  static async start<Kind extends StoreKind>(kind: Kind, readyWithinMs: number): Promise<PrivateStore<Kind>> {
    const folder = mkdtempSync(path.join(tmpdir(), `private-${kind}-`));
    try {
      return new PrivateStore(kind, folder, readyWithinMs, await StoreProcess.start(kind, folder, readyWithinMs));
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** How to reach it, in the shape of the state file; the same after a restart, but for the process id. */
  get connection(): StackStores[Kind] {
    return this.life.entry;
  }

  get pid(): number {
    return this.life.entry.pid;
  }

  kill9(): Promise<void> {
    return this.life.kill9();
  }

  /** It keeps its connections and answers nothing. */
  freeze(): void {
    freezeProcess(this.pid);
  }

  thaw(): void {
    this.life.signalStore('SIGCONT');
  }

  /** Starts it again on the same data and port. */
  async restart(): Promise<void> {
    await this.life.stop();
    const before = placeOf(this.connection);
    this.life = await StoreProcess.start(this.kind, this.folder, this.readyWithinMs);
    if (placeOf(this.connection) !== before) throw new Error(`the private ${this.kind} lost its port to someone else`);
  }

  async stop(): Promise<void> {
    await this.life.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const placeOf = (entry: StackStores[StoreKind]): string => JSON.stringify({ ...entry, pid: 0 });

export const startPrivateStore = <Kind extends StoreKind>(
  kind: Kind,
  { readyWithinMs = 120_000 }: PrivateStoreOptions = {},
): Promise<PrivateStore<Kind>> => PrivateStore.start(kind, readyWithinMs);
