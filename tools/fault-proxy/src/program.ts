import { serveApi } from './api/api-server';
import { Proxies } from './proxies/proxies';

/** Serves the API until a signal comes, or the standard input of a parent that asked for it ends. */
export async function startProgram(env: NodeJS.ProcessEnv): Promise<void> {
  const port = Number(env['FAULT_PROXY_PORT'] ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('FAULT_PROXY_PORT must be a port, or 0.');
  const proxies = new Proxies(Math.random);
  const api = await serveApi(proxies, port);
  process.stdout.write(`${JSON.stringify({ url: api.url })}\n`);
  const leave = (): void => {
    void Promise.all([api.close(), proxies.clear()]).then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, leave);
  if (env['FAULT_PROXY_EXIT_WITH_STDIN'] === '1') process.stdin.once('end', leave).once('close', leave).resume();
}
