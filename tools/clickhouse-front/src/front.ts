import { Admission } from './engine/admission';
import { Engine } from './engine/engine';
import { Sessions } from './engine/sessions';
import { TransferFiles } from './engine/transfer-files';
import { FrontServer } from './http/front-server';
import { QueryLog } from './query-log';
import { QueryRunner } from './query-runner';
import { SelectRunner } from './select-runner';
import { readConfig, type FrontConfig } from './setup/config';
import { Refusal } from './setup/refusal';

/** The engine's last work may hang in a query nobody can cancel; a stop must end all the same. */
const CLOSE_ENGINE_MS = 3_000;

export async function startFront(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const config = readConfig(env);
    // Each query holds a thread of Node's pool, and files, compression and cancelling need some too. It is read once, at first use.
    process.env['UV_THREADPOOL_SIZE'] = String(config.maxQueries + 8);
    const { stop, url, version } = await serve(config);
    console.log(JSON.stringify({ msg: 'ready', url, version, pid: process.pid }));
    stopWithTheProcess(stop, config);
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exit(1);
  }
}

async function serve(config: FrontConfig) {
  const engine = Engine.open(config.directory, config);
  const files = TransferFiles.sweep(config.directory);
  const log = await QueryLog.open(engine, config.queryLogDays);
  const sessions = new Sessions(engine, config.maxSessions);
  const runner = new QueryRunner(new Admission(config), sessions, files, new SelectRunner(engine, files), log);
  const server = new FrontServer({ ...config, version: engine.version, timezone: engine.timezone }, runner, log);
  const port = await listen(server, config.port);
  const stop = async () => {
    await server.close(config.drainMs);
    sessions.closeAll();
    await log.close();
    await engine.close();
  };
  return { stop, url: `http://127.0.0.1:${port}`, version: engine.version };
}

async function listen(server: FrontServer, port: number): Promise<number> {
  try {
    return await server.listen(port);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new Refusal(`Port ${port} of 127.0.0.1 cannot be used (${code}): set CLICKHOUSE_FRONT_PORT to a free one.`);
  }
}

function stopWithTheProcess(stop: () => Promise<void>, config: FrontConfig): void {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), 2 * config.drainMs + CLOSE_ENGINE_MS);
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('The front did not stop in order:', error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (config.exitWithStdin) process.stdin.resume().on('end', end).on('close', end);
}
