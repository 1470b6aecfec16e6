import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SpoolInUse } from '../spool-errors';
import { isAlive, type ProcessIdentity, thisProcess } from './process-identity';

const FILE = 'spool.lock';
const BEAT_MS = 5_000;
/** A holder on another host, of whom no process can be seen, counts as gone after this silence. */
const SILENCE_MS = 30_000;
const ATTEMPTS = 5;

/** Says that a directory belongs to this process, and finds out whether it still belongs to another one. */
export class DirectoryLock {
  private readonly beat: NodeJS.Timeout;

  private constructor(private readonly file: string) {
    this.beat = setInterval(() => this.touch(), BEAT_MS).unref();
  }

  static take(directory: string): DirectoryLock {
    const file = path.join(directory, FILE);
    const unique = `${process.pid}.${randomBytes(4).toString('hex')}`;
    const draft = `${file}.${unique}`;
    writeFileSync(draft, JSON.stringify(thisProcess()), { mode: 0o600, flag: 'wx' });
    try {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (tryLink(draft, file)) return new DirectoryLock(file);
        const holder = holderOf(file);
        if (holder !== undefined && isHeld(file, holder)) {
          throw new SpoolInUse(directory, `process ${holder.pid} of ${holder.host}`);
        }
        dropAbandoned(file, unique);
      }
      throw new SpoolInUse(directory, 'a process that began at the same moment');
    } finally {
      rmSync(draft, { force: true });
    }
  }

  release(): void {
    clearInterval(this.beat);
    rmSync(this.file, { force: true });
  }

  private touch(): void {
    try {
      utimesSync(this.file, new Date(), new Date());
    } catch {
      // A disk that fails shows at the next write; a lock that was not touched only looks older from elsewhere.
    }
  }
}

function tryLink(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

function isHeld(file: string, holder: ProcessIdentity): boolean {
  const alive = isAlive(holder);
  return alive === 'unknown' ? Date.now() - statSync(file).mtimeMs < SILENCE_MS : alive;
}

/** Renaming makes sure that only one of two who see that the holder is gone takes the lock away. */
function dropAbandoned(file: string, unique: string): void {
  const aside = `${file}.abandoned.${unique}`;
  try {
    renameSync(file, aside);
    const holder = holderOf(aside);
    // Somebody else was faster and the lock moved aside is theirs and alive: give it back.
    if (holder !== undefined && isHeld(aside, holder)) linkSync(aside, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(codeOf(error))) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);
