import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';

export const WRITER = { username: 'writer', password: "p:w's %" };
export const READER = { username: 'reader', password: 'only looks', readonly: true };
/** Ends only when it is cancelled, and takes no processor meanwhile. */
export const ENDLESS = 'SELECT sum(sleepEachRow(0.05)) FROM numbers(100000) SETTINGS max_block_size = 1';

const MAIN = path.join(__dirname, '../../dist/main.js');

type ClientOptions = NonNullable<Parameters<typeof createClient>[0]>;

/** The compiled front as a process of its own on a throw-away directory and a free port. */
export class FrontProcess {
  private readonly clients: ClickHouseClient[] = [];
  url = '';
  errors = '';
  private child: ChildProcess | undefined;

  private constructor(
    readonly directory: string,
    private readonly env: Record<string, string>,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<FrontProcess> {
    const front = FrontProcess.prepared(env);
    await front.launch();
    return front;
  }

  static prepared(
    env: Record<string, string> = {},
    directory = mkdtempSync(path.join(tmpdir(), 'front-')),
  ): FrontProcess {
    writeFileSync(path.join(directory, 'users.json'), JSON.stringify([WRITER, READER]), { mode: 0o600 });
    return new FrontProcess(directory, env);
  }

  get pid(): number {
    return this.child?.pid ?? -1;
  }

  /** Resolves when it answers; rejects with what it said when it ended instead. */
  async launch(): Promise<void> {
    this.errors = '';
    const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
      env: {
        ...process.env,
        CLICKHOUSE_FRONT_DIR: path.join(this.directory, 'data'),
        CLICKHOUSE_FRONT_PORT: '0',
        CLICKHOUSE_FRONT_USERS_FILE: path.join(this.directory, 'users.json'),
        CLICKHOUSE_FRONT_EXIT_WITH_STDIN: '1',
        ...this.env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child = child;
    child.stderr?.on('data', (text: Buffer) => (this.errors += text.toString()));
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout?.once('data', (text: Buffer) => resolve(text.toString()));
      child.once('close', (code) => reject(new Error(`ended with ${code}: ${this.errors}`)));
    });
    this.url = (JSON.parse(line) as { url: string }).url;
  }

  client(options: ClientOptions = {}): ClickHouseClient {
    const client = createClient({
      url: this.url,
      username: WRITER.username,
      password: WRITER.password,
      max_open_connections: 64,
      log: { level: ClickHouseLogLevel.OFF },
      ...options,
    });
    this.clients.push(client);
    return client;
  }

  /** A request by hand, for what the client would never send. */
  post(query: Record<string, string>, body?: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
    const { username, password } = WRITER;
    return fetch(`${this.url}/?${new URLSearchParams(query).toString()}`, {
      method: 'POST',
      headers: { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password, ...headers },
      ...(body === undefined ? {} : { body: body as RequestInit['body'] }),
    });
  }

  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  async ended(): Promise<number | null> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  }

  async kill9(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended();
  }

  async stop(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
    this.child?.stdin?.end();
    await this.ended();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export async function rows<Row>(
  client: ClickHouseClient,
  query: string,
  query_params?: Record<string, unknown>,
): Promise<Row[]> {
  const result = await client.query({
    query,
    format: 'JSONEachRow',
    ...(query_params === undefined ? {} : { query_params }),
  });
  return result.json<Row>();
}

/** The first column of the first row, as text. */
export async function value(
  client: ClickHouseClient,
  query: string,
  query_params?: Record<string, unknown>,
): Promise<string> {
  const [row] = await rows<Record<string, unknown>>(client, query, query_params);
  return String(Object.values(row ?? {})[0]);
}

/** The code a failing call ends with, or what kind of failure it was. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'no error';
  } catch (error) {
    return String((error as { code?: unknown }).code ?? (error as Error).name);
  }
}

export async function eventually(check: () => Promise<boolean>, withinMs = 60_000): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    if (await check()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
