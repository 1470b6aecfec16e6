import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MetricValuesAnswer } from '@analytics/contracts';
import type { ClickHouseConfig } from '@analytics/infra-clickhouse';
import { createService, type RunningService } from '@analytics/service-kit';
import { PATIENT_STORES } from '@analytics/testing';
import { register } from 'prom-client';
import { AppModule } from '../../app.module';
import { QueryApiConfig } from '../../config';

const BASE = '/api/v1/analytics/metrics';
export const WEEK = { period_start: '2026-11-01', period_end: '2026-11-08' };
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

export function tokenOf(claims: object): string {
  const now = Math.floor(Date.now() / 1_000);
  const all = { iss: 'spec', aud: 'analytics', sub: 'somebody', iat: now, exp: now + 600, ...claims };
  const head = `${encoded({ alg: 'RS256', typ: 'at+jwt' })}.${encoded(all)}`;
  return `${head}.${sign('sha256', Buffer.from(head), keys.privateKey).toString('base64url')}`;
}

export const ADMIN = tokenOf({ roles: ['platform_admin'] });
export const MARKETING = tokenOf({ roles: ['marketing_manager'], sub: 'marketing-1' });
export const SERVICE = tokenOf({ roles: [], client_id: 'service', scope: 'metrics:read' });
export const developerToken = (developer: string) => tokenOf({ roles: ['developer'], developer_id: developer });

export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: MetricValuesAnswer;
  readonly code: string | undefined;
}

/** The service on given stores, asked over HTTP. */
export class QueryService {
  private constructor(
    readonly running: RunningService,
    private readonly folder: string,
    /** What it logged, a line each. */
    readonly log: readonly string[],
  ) {}

  static async start(
    { hosts, user, password, database }: ClickHouseConfig,
    redis: { readonly url: string; readonly prefix: string },
    env: Readonly<Record<string, string>> = {},
  ): Promise<QueryService> {
    const folder = mkdtempSync(path.join(tmpdir(), 'query-service-'));
    const pem = path.join(folder, 'public.pem');
    writeFileSync(pem, keys.publicKey.export({ type: 'spki', format: 'pem' }));
    const log: string[] = [];
    const running = await createService({
      name: 'query-api',
      module: AppModule,
      config: QueryApiConfig,
      logTo: { write: (line) => void log.push(line) },
      env: {
        ...PATIENT_STORES,
        POSTGRES_DSN_ANALYTICS_META: 'postgres://nobody:none@127.0.0.1:1/none',
        REDIS_URL_ANALYTICS: redis.url,
        REDIS_KEY_PREFIX_ANALYTICS: redis.prefix,
        CLICKHOUSE_HOSTS_ANALYTICS_DWH: hosts[0]!,
        CLICKHOUSE_USER_ANALYTICS_DWH: user,
        CLICKHOUSE_PASSWORD_ANALYTICS_DWH: password,
        CLICKHOUSE_DATABASE_ANALYTICS_DWH: database,
        JWT_PUBLIC_KEY_PATH: pem,
        JWT_ISSUER: 'spec',
        JWT_AUDIENCE: 'analytics',
        ANALYTICS_API_HTTP_PORT: '0',
        ANALYTICS_API_MANAGEMENT_PORT: '0',
        ANALYTICS_BIND_ADDRESS: '127.0.0.1',
        ANALYTICS_API_CACHE_SETTLE_SECONDS: '0',
        ...env,
      },
    });
    return new QueryService(running, folder, log);
  }

  fetch(place: string, token: string | undefined, init: RequestInit = {}): Promise<Response> {
    const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const { headers, ...rest } = init;
    return fetch(`${this.running.url}${place}`, { ...rest, headers: { ...authorization, ...headers } });
  }

  async values(metric: string, query: object = {}, token = ADMIN, signal?: AbortSignal): Promise<Told> {
    const asked = new URLSearchParams({ ...WEEK, ...query } as Record<string, string>);
    const response = await this.fetch(`${BASE}/values/${encodeURIComponent(metric)}?${asked}`, token, {
      ...(signal && { signal }),
    });
    const body = (await response.json()) as MetricValuesAnswer & { errors?: { code: string }[] };
    return { status: response.status, headers: response.headers, body, code: body.errors?.[0]?.code };
  }

  /** Any request below /metrics, with a text as it stands; specs look into answers as their readers do, without our types. */
  async send(method: string, place: string, body?: unknown, token = ADMIN, more: Record<string, string> = {}) {
    const headers = { ...more, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const sent = { method, headers, ...(body === undefined ? {} : { body: text }) };
    const response = await this.fetch(`${BASE}${place}`, token, sent);
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    const told = (await response.json()) as any;
    return { status: response.status, body: told, code: told.errors?.[0]?.code as string | undefined };
  }

  async close(): Promise<void> {
    await this.running.close();
    rmSync(this.folder, { recursive: true });
  }
}

/** How often the statement was sent to the warehouse, or failed with an error, by this process. */
export async function callsOf(statement: string, error?: string): Promise<number> {
  const name = error === undefined ? 'analytics_clickhouse_seconds' : 'analytics_clickhouse_errors_total';
  const metric = await register.getSingleMetric(name)!.get();
  return metric.values
    .filter((value) => error !== undefined || (value as { metricName?: string }).metricName === `${name}_count`)
    .filter(({ labels }) => labels['statement'] === statement && (error === undefined || labels['error'] === error))
    .reduce((sum, { value }) => sum + value, 0);
}
