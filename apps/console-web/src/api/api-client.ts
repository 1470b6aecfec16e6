import { i18n } from '../i18n/i18n';
import { failureOf, unreachable } from './api-error';

const BASE = '/api/v1/analytics';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface AskOptions {
  /** Parameters of the address; what is undefined is left out. */
  readonly query?: Query;
  /** Cancels the request, and the question behind it. */
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Path under `/api/v1/analytics` with its parameters, as the browser asks it. */
export function addressOf(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  const search = new URLSearchParams(pairs).toString();
  return `${BASE}${path}${search === '' ? '' : `?${search}`}`;
}

/** `api.get<Answer>('/metrics/definitions', { query, signal })`: the body as the API gave it (`data`, `meta`), or an `ApiError`. */
export const api = {
  get: <Answer>(path: string, options: AskOptions = {}) => ask<Answer>('GET', path, undefined, options),
  post: <Answer>(path: string, body: unknown = {}, options: AskOptions = {}) =>
    ask<Answer>('POST', path, body, options),
  patch: <Answer>(path: string, body: unknown, options: AskOptions = {}) => ask<Answer>('PATCH', path, body, options),
};

async function ask<Answer>(method: string, path: string, body: unknown, options: AskOptions): Promise<Answer> {
  return readJson<Answer>(
    await send(addressOf(path, options.query), {
      method,
      ...(options.signal && { signal: options.signal }),
      headers: {
        accept: 'application/json',
        'accept-language': i18n.language,
        // The server of the page refuses what changes something without it: a form of another site cannot send it.
        'x-console-request': '1',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw unreachable();
  }
}

async function readJson<Answer>(response: Response): Promise<Answer> {
  if (response.status === 401) goToLogin();
  if (!response.ok) throw await failureOf(response);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

const LAST_LOGIN = 'console.login-at';
const AT_MOST_EVERY_MS = 10_000;

/**
 * The session is over: after the log-in the person is back where they were. Somebody who has just come from there and is refused
 * again would only go round in circles, so they are told what was said instead.
 */
export function goToLogin(): void {
  if (Date.now() - Number(sessionStorage.getItem(LAST_LOGIN)) < AT_MOST_EVERY_MS) return;
  sessionStorage.setItem(LAST_LOGIN, String(Date.now()));
  const here = `${location.pathname}${location.search}`;
  location.assign(`/auth/login?return_to=${encodeURIComponent(here)}`);
}
