import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../system/refusal.mjs';

const KEPT_CHARACTERS = 16_000;
const running = new Set();

/** Ctrl-C during set-up must not leave npm, Maven or Go behind. */
export function endRunningPrograms() {
  for (const child of running) {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      child.kill('SIGTERM');
    }
  }
}

export class ProgramFailed extends Refusal {
  constructor(command, outcome, output, logFile) {
    super(`\`${command}\` failed (${outcome})${logFile === undefined ? '' : `; see ${logFile}`}.`, {
      tail: output.trimEnd().split('\n').slice(-25).join('\n'),
    });
    this.name = 'ProgramFailed';
    this.output = output;
  }
}

/** Runs a set-up program to its end in a group of its own; its output is kept for the moment it fails. */
export function runProgram(file, args, { cwd, env = process.env, logFile, uid, gid, onText } = {}) {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true, uid, gid });
    let log;
    if (logFile !== undefined) {
      mkdirSync(path.dirname(logFile), { recursive: true });
      log = createWriteStream(logFile, { flags: 'w', mode: 0o600 }).on('error', () => undefined);
    }
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-KEPT_CHARACTERS);
        log?.write(text);
        onText?.(text);
      });
    }
    const command = [path.basename(file), ...args].join(' ').slice(0, 120);
    child.once('error', (error) => {
      running.delete(child);
      reject(new ProgramFailed(command, error.code, error.message));
    });
    child.once('close', (code, signalName) => {
      running.delete(child);
      log?.end();
      if (code === 0) resolve(output);
      else reject(new ProgramFailed(command, signalName ?? `exit code ${code}`, output, logFile));
    });
  });
}
