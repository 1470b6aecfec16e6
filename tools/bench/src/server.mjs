import { fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * A server in a process of its own, so that its processor time is its alone. It says `{ url }` when it listens, and how much it
 * has used when it is asked.
 */
export async function server(file) {
  const child = fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${file} ended by itself`)));
  ended.catch(() => undefined);
  const [{ url }] = await Promise.race([once(child, 'message'), ended]);
  return {
    url,
    async cpu() {
      child.send('cpu');
      const [{ cpu }] = await Promise.race([once(child, 'message'), ended]);
      return cpu;
    },
    stop() {
      child.kill();
    },
  };
}
