import { AnalyticsRefused, AnalyticsUnavailable } from './errors.js';
import type { TokenSource } from './http.js';

export interface ClientCredentialsOptions {
  /** The issuer; its token endpoint is found by OpenID discovery. */
  readonly issuerUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `metrics:read`, or several with spaces between. */
  readonly scope: string;
  readonly timeoutMs?: number;
}

interface Issued {
  readonly token: string;
  readonly renewAt: number;
}

/** A new token is fetched when this share of the old one's life is over. */
const RENEWED_AT = 0.8;
const USUAL_SECONDS = 300;

/** Tokens of a service account: fetched when needed, shared by all who wait, renewed before they end. */
export function clientCredentials(options: ClientCredentialsOptions): TokenSource {
  let issued: Issued | undefined;
  let fetching: Promise<Issued> | undefined;
  return {
    async get(refresh) {
      if (issued !== undefined && !refresh && Date.now() < issued.renewAt) return issued.token;
      fetching ??= issue(options).finally(() => (fetching = undefined));
      issued = await fetching;
      return issued.token;
    },
  };
}

async function issue(options: ClientCredentialsOptions): Promise<Issued> {
  const { issuerUrl, clientId, clientSecret, scope, timeoutMs = 10_000 } = options;
  const found = await ask(`${issuerUrl.replace(/\/+$/, '')}/.well-known/openid-configuration`, timeoutMs);
  const { token_endpoint: endpoint } = found as { readonly token_endpoint: string };
  const asked = Date.now();
  const answer = (await ask(endpoint, timeoutMs, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  })) as { readonly access_token: string; readonly expires_in?: number };
  const lifeMs = (answer.expires_in ?? USUAL_SECONDS) * 1_000;
  return { token: answer.access_token, renewAt: asked + lifeMs * RENEWED_AT };
}

async function ask(url: string, timeoutMs: number, init: RequestInit = {}): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    throw new AnalyticsUnavailable(1, error);
  }
  if (response.ok) return response.json();
  const said = (await response.json().catch(() => ({}))) as { error?: string; error_description?: string };
  throw new AnalyticsRefused({
    status: response.status,
    code: 'TOKEN_REFUSED',
    title: said.error ?? response.statusText,
    ...(said.error_description !== undefined && { detail: said.error_description }),
  });
}
