import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../places.mjs';

const PROGRAM = path.join(ROOT, 'tools/load/src/main.mjs');

/** `npm run load` against a product, with its own exact oracle in the end. */
export class SteadyLoad {
  #child;

  constructor(directory, { events, seed, rate }) {
    const flags = ['--json', '--no-file', '--data-dir', directory, '--events', String(events), '--seed', String(seed)];
    if (rate !== undefined) flags.push('--rate', String(rate));
    // In a group of its own: a Ctrl-C at the keyboard is ours to pass on, once.
    this.#child = spawn(process.execPath, [PROGRAM, ...flags], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    this.done = text(this.#child.stdout).then((output) => {
      if (output === '') throw new Error('the load ended without a result');
      return JSON.parse(output);
    });
    // Whoever waits sees it; until then it is no unhandled rejection.
    this.done.catch(() => undefined);
  }

  /** Sends no more; what was acknowledged is still compared. */
  stop() {
    this.#child.kill('SIGINT');
  }

  kill() {
    this.#child.kill('SIGKILL');
  }
}
