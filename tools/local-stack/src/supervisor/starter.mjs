import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { plainEnvironment, tailOf } from '../system/launch.mjs';
import { OWNER_VARIABLE } from '../system/processes.mjs';
import { Refusal } from '../system/refusal.mjs';
import { supervisorMark } from './leftovers.mjs';

const MAIN = fileURLToPath(new URL('./main.mjs', import.meta.url));

/** What a supervisor takes over from the starter's shell beside the plain environment. */
const SETTINGS = Object.keys(process.env).filter(
  (name) =>
    name.startsWith('ANALYTICS_STACK_') ||
    ['LOG_LEVEL_ANALYTICS', 'OTEL_EXPORTER_JAEGER_ENDPOINT_ANALYTICS', 'ANALYTICS_CONFIG_FILE'].includes(name),
);

/**
 * Starts the supervisor in a session of its own and listens to it. Until it is released it belongs to us: it stops
 * everything as soon as it no longer hears us.
 */
export function startSupervisor(data, options, onProgress) {
  mkdirSync(data.file('logs'), { recursive: true, mode: 0o700 });
  const logFile = data.file('logs', 'supervisor.log');
  const logStart = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(logFile, 'a', 0o600);
  const settings = Object.fromEntries(SETTINGS.map((name) => [name, process.env[name]]));
  const child = spawn(process.execPath, [MAIN, JSON.stringify(options)], {
    cwd: data.root,
    detached: true,
    env: plainEnvironment({ ...settings, [OWNER_VARIABLE]: supervisorMark(data) }),
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  return {
    ended,
    ready: untilReady(child, { ended, onProgress, tail: () => tailOf(logFile, 20, logStart) }),
    interrupt: () => child.kill('SIGTERM'),
    async release() {
      const apart = new Promise((resolve) => child.once('disconnect', resolve));
      child.send('release');
      await apart;
      child.unref();
      return 0;
    },
  };
}

function untilReady(child, { ended, onProgress, tail }) {
  return new Promise((resolve, reject) => {
    let failure;
    child.on('message', (message) => {
      if (message.ready) resolve();
      else if (message.step !== undefined) onProgress(message);
      else failure = new Refusal(message.failed, { tail: message.tail });
    });
    void ended.then(() => {
      reject(
        failure ??
          new Refusal('The start was ended before everything was ready; nothing is left running.', { tail: tail() }),
      );
    });
  });
}
