import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';

/** Files through which rows pass between a connection and the engine. None outlives its request, or the next start. */
export class TransferFiles {
  private constructor(private readonly folder: string) {}

  static sweep(directory: string): TransferFiles {
    const folder = path.join(directory, 'transfer');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return new TransferFiles(folder);
  }

  async with<Result>(work: (file: string) => Promise<Result>): Promise<Result> {
    const file = path.join(this.folder, randomUUID());
    try {
      return await work(file);
    } finally {
      await rm(file, { force: true });
    }
  }
}
