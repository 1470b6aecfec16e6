import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { StackStores } from '@analytics/testing';

const ROOT = path.join(__dirname, '..', '..', '..', '..');
const CLI = path.join(ROOT, 'tools', 'local-stack', 'src', 'cli.mjs');
const run = promisify(execFile);

interface Entry {
  readonly url?: string;
  readonly managementUrl: string;
  readonly pid: number;
}

export const SERVICES = ['ingestion', 'query-api', 'stream-processor', 'pipeline-worker', 'admin', 'console'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What state.json promises, as far as a journey uses it. */
export interface StackState {
  readonly stores: StackStores;
  readonly services: Readonly<Record<ServiceName, Entry>>;
  readonly supervisor: { readonly pid: number };
  readonly credentials: {
    readonly writeKey: string;
    readonly tokens: Readonly<Record<string, string>>;
    readonly issuerUrl: string;
    /** A service account of the local issuer. */
    readonly serviceClient: { readonly id: string; readonly secret: string };
  };
}

/** Variables by service; those under `*` are for all, and for what makes the topics. */
export type Settings = Partial<Readonly<Record<ServiceName | '*', Readonly<Record<string, string>>>>>;

/** For a journey that waits for the lake's files: batches there stay open for seconds instead of a minute. */
export const HASTY_LAKE: Settings = { ingestion: { INGESTION_LAKE_BATCH_MS: '3000' } };

/** Where a run of the journeys keeps what its files share; given by `shared-stacks.setup.ts`. */
const sharedFolder = (): string => process.env['JOURNEYS_SHARED_FOLDER']!;
const DEMO_USERS = '1200';

/** A product started as a newcomer would, in a directory that is thrown away. */
export class Stack {
  private constructor(
    readonly directory: string,
    private readonly shared = false,
  ) {}

  /** With variables of single services beside those a newcomer's product has. */
  static async start(settings: Settings = {}): Promise<Stack> {
    const stack = new Stack(mkdtempSync(path.join(tmpdir(), 'analytics-e2e-')));
    const file = path.join(stack.directory, 'settings.json');
    writeFileSync(file, JSON.stringify(settings));
    await stack.command('start', '--detach', '--no-demo', '--port-offset', 'auto', '--settings', file);
    return stack;
  }

  /** The demo's store, loaded once for all journeys of a run: for those that look at it and at most add events of now. */
  static async withDemo(): Promise<Stack> {
    const told = path.join(sharedFolder(), 'demo');
    if (!existsSync(told)) {
      const stack = await Stack.start();
      await stack.command('seed', '--users', DEMO_USERS).catch(async (error: unknown) => {
        await stack.stop();
        throw error;
      });
      writeFileSync(told, stack.directory);
    }
    return new Stack(readFileSync(told, 'utf8'), true);
  }

  /** Ends what the journeys of a run shared. */
  static async endShared(folder: string): Promise<void> {
    const told = path.join(folder, 'demo');
    if (existsSync(told)) await new Stack(readFileSync(told, 'utf8')).stop();
    rmSync(folder, { recursive: true, force: true });
  }

  /** Read anew each time: a restarted process has another pid. */
  get state(): StackState {
    return JSON.parse(readFileSync(path.join(this.directory, 'state.json'), 'utf8')) as StackState;
  }

  async command(verb: string, ...flags: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [CLI, verb, ...flags, '--data-dir', this.directory], {
      cwd: ROOT,
      maxBuffer: 1e7,
    });
    return stdout;
  }

  /** What an example of the documentation prints, run as it stands there. */
  async example(file: string, ...args: string[]): Promise<string> {
    const { services, credentials } = this.state;
    const env = {
      PATH: process.env['PATH'],
      ANALYTICS_URL: services['query-api'].url,
      ISSUER_URL: credentials.issuerUrl,
      CLIENT_ID: credentials.serviceClient.id,
      CLIENT_SECRET: credentials.serviceClient.secret,
    };
    const script = path.join(ROOT, 'docs', 'examples', file);
    return (await run(process.execPath, [script, ...args], { cwd: ROOT, env })).stdout;
  }

  /** A stack that others share goes on until the run ends. */
  async stop(): Promise<void> {
    if (this.shared) return;
    await this.command('stop');
    rmSync(this.directory, { recursive: true, force: true });
  }
}
