import path from 'node:path';
import { ROOT } from '../system/places.mjs';
import { demoFlags, demoPlan } from './demo-data.mjs';

/** The demo store living on: a few events a second over HTTP until the stack ends. */
export function trickleProgram(data, { ingestionUrl, writeKey }) {
  return {
    name: 'demo-trickle',
    stopSignal: 'SIGTERM',
    readyTimeoutMs: 5_000,
    prepare: () => undefined,
    command: () => ({
      file: process.execPath,
      args: [
        '--enable-source-maps',
        path.join(ROOT, 'tools/seed/dist/main.js'),
        'trickle',
        '--url',
        ingestionUrl,
        ...demoFlags(demoPlan(data)),
      ],
      cwd: ROOT,
      env: { WRITE_KEY: writeKey },
    }),
    // Nobody asks it anything.
    isReady: () => true,
  };
}
