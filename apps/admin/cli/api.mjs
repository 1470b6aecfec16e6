import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT, Stop } from './exit-codes.mjs';

const BASE = '/api/v1/analytics/admin';
const TIMEOUT_MS = 60_000;

/** Where the service is and who asks: by the environment, or by the state file of a local stack. */
export function connectionOf(env, cwd) {
  const { ANALYTICS_ADMIN_URL: url, ANALYTICS_ADMIN_TOKEN: token } = env;
  if (url !== undefined && token !== undefined) return { url, token };
  const local = localStack(env.ANALYTICS_STACK_STATE ?? path.join(cwd, '.local', 'state.json'));
  const found = {
    url: url ?? local?.services?.admin?.url,
    token: token ?? local?.credentials?.tokens?.analytics_operator,
  };
  if (found.url !== undefined && found.token !== undefined) return found;
  throw new Stop(EXIT.usage, 'set ANALYTICS_ADMIN_URL and ANALYTICS_ADMIN_TOKEN, or start a local stack (npm start)');
}

function localStack(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The admin API: gives the body of an answer, and stops with what the service said of a refusal. */
export class Api {
  constructor({ url, token }) {
    this.url = url.replace(/\/+$/, '');
    this.token = token;
  }

  get(route, query = {}) {
    const asked = Object.entries(query).filter(([, value]) => value !== undefined);
    return this.call('GET', asked.length === 0 ? route : `${route}?${new URLSearchParams(asked)}`);
  }

  post(route, body = {}) {
    return this.call('POST', route, body);
  }

  async call(method, route, body) {
    const answer = await this.asked(method, route, body);
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said;
    const why = (said.errors ?? []).map(({ code, detail, source }) =>
      [code, source?.pointer ?? source?.parameter, detail].filter((part) => part !== undefined).join(' '),
    );
    const exitCode = answer.status >= 500 || answer.status === 429 ? EXIT.unavailable : EXIT.refused;
    throw new Stop(exitCode, why.join('\n') || `the service answered ${answer.status}`);
  }

  async asked(method, route, body) {
    try {
      return await fetch(`${this.url}${BASE}${route}`, {
        method,
        headers: {
          authorization: `Bearer ${this.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new Stop(EXIT.unavailable, `${this.url} does not answer: ${error.cause?.code ?? error.name}`);
    }
  }
}
