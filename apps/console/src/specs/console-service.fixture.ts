import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createService, type RunningService } from '@analytics/service-kit';
import { freePort } from '@analytics/testing';
import { SERVICE } from '../service';
import { LocalIssuer } from './local-issuer.fixture';
import { Neighbour } from './neighbour.fixture';

export const PAGE =
  '<!doctype html><html lang="en"><head><meta property="csp-nonce" nonce="__CSP_NONCE__"></head><body>console</body></html>';

/** The console between the real local issuer and two neighbours, with a page of three files. */
export class ConsoleService {
  readonly log: string[] = [];
  service!: RunningService;
  env: Record<string, string> = {};

  private constructor(
    readonly url: string,
    readonly issuer: LocalIssuer,
    readonly queryApi: Neighbour,
    readonly admin: Neighbour,
    private readonly folder: string,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<ConsoleService> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const folder = mkdtempSync(path.join(tmpdir(), 'console-page-'));
    const [issuer, queryApi, admin] = await Promise.all([LocalIssuer.start(url), Neighbour.start(), Neighbour.start()]);
    const made = new ConsoleService(url, issuer, queryApi, admin, folder);
    made.env = {
      CONSOLE_HTTP_PORT: String(port),
      CONSOLE_MANAGEMENT_PORT: '0',
      CONSOLE_PUBLIC_URL: url,
      CONSOLE_PAGE_DIRECTORY: made.page(),
      CONSOLE_SESSION_KEY: randomBytes(32).toString('base64url'),
      CONSOLE_OIDC_ISSUER_URL: issuer.url,
      CONSOLE_OIDC_CLIENT_SECRET: issuer.clientSecret,
      CONSOLE_QUERY_API_URL: queryApi.url,
      CONSOLE_ADMIN_URL: admin.url,
      JWT_JWKS_URL: `${issuer.url}/jwks`,
      JWT_ISSUER: issuer.url,
      JWT_AUDIENCE: 'analytics',
      ANALYTICS_BIND_ADDRESS: '127.0.0.1',
      HEALTH_CACHE_MS: '0',
      ...env,
    };
    try {
      await made.begin();
    } catch (error) {
      await made.stop();
      throw error;
    }
    return made;
  }

  async begin(): Promise<void> {
    const logTo = { write: (line: string) => void this.log.push(line) };
    this.service = await createService({ ...SERVICE, env: this.env, logTo });
  }

  async stop(): Promise<void> {
    await this.service?.close();
    await Promise.all([this.issuer.stop(), this.queryApi.stop(), this.admin.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private page(): string {
    mkdirSync(path.join(this.folder, 'assets'), { recursive: true });
    mkdirSync(path.join(this.folder, '.vite'), { recursive: true });
    writeFileSync(path.join(this.folder, 'index.html'), PAGE);
    writeFileSync(path.join(this.folder, 'assets/index-abc.js'), 'console.log(1);'.repeat(100));
    writeFileSync(path.join(this.folder, '.vite/manifest.json'), '{}');
    writeFileSync(path.join(path.dirname(this.folder), `${path.basename(this.folder)}.js`), 'outside');
    return this.folder;
  }
}
