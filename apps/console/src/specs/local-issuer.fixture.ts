import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { eventually, freePort } from '@analytics/testing';

const TOOL = path.resolve(__dirname, '../../../../tools/local-stack/src');

/** The issuer of the local stack in a process of its own, with a console at this address. */
export class LocalIssuer {
  private constructor(
    readonly url: string,
    readonly clientSecret: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(consoleUrl: string): Promise<LocalIssuer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'console-issuer-'));
    const data = pathToFileURL(path.join(TOOL, 'system/data-directory.mjs')).href;
    const make = `import(${JSON.stringify(data)}).then(({ createData }) => createData(${JSON.stringify(folder)}))`;
    execFileSync(process.execPath, ['-e', make]);
    const port = await freePort();
    const env = { PATH: '', ISSUER_PORT: String(port), ISSUER_DATA_DIR: folder, CONSOLE_URL: consoleUrl };
    const child = spawn(process.execPath, [path.join(TOOL, 'identity/issuer.mjs')], {
      env,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const url = `http://127.0.0.1:${port}`;
    await eventually(async () => expect((await fetch(`${url}/health/ready`)).status).toBe(200));
    const clients = JSON.parse(readFileSync(path.join(folder, 'issuer/clients.json'), 'utf8')) as {
      readonly console: { readonly secret: string };
    };
    return new LocalIssuer(url, clients.console.secret, child, folder);
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
