import { AnalyticsRefused, AnalyticsUnavailable, type ErrorDetails } from './errors.js';

export interface HttpOptions {
  readonly baseUrl: string;
  /** A token, or who gives one; asked for again after a 401. */
  readonly token: string | TokenSource;
  /** Longest a single attempt may take. */
  readonly timeoutMs?: number;
  /** Attempts after the first one; only reads are repeated, and every call of this client is a read. */
  readonly retries?: number;
  /** `en` or `ru`: in what language names, descriptions and errors are. */
  readonly language?: 'en' | 'ru';
}

export interface TokenSource {
  /** `refresh` means that the last token was refused. */
  get(refresh: boolean): Promise<string>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

type Outcome<T> = { readonly data: T } | { readonly refusal: Response } | { readonly failure: unknown };

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

const RETRIED = new Set([429, 502, 503, 504]);
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

/** Reads of the API with a deadline each, repeated while that can help and as slowly as the API asks. */
export class Http {
  private readonly base: string;

  constructor(private readonly options: HttpOptions) {
    this.base = options.baseUrl.replace(/\/+$/, '');
  }

  async get<T>(path: string, query: Query = {}, { signal }: CallOptions = {}): Promise<T> {
    const attempts = 1 + (this.options.retries ?? 2);
    let refused = false;
    for (let attempt = 1; ; attempt += 1) {
      const outcome: Outcome<T> = await this.once(path, query, refused, signal);
      if ('data' in outcome) return outcome.data;
      const isLast = attempt >= attempts;
      if ('failure' in outcome) {
        if (isLast) throw new AnalyticsUnavailable(attempt, outcome.failure);
        await pause(backOff(attempt), signal);
        continue;
      }
      const refusal: Response = outcome.refusal;
      // One fresh token is worth an attempt: the last one may just have ended.
      const mayHelp = RETRIED.has(refusal.status) || (refusal.status === 401 && !refused);
      if (isLast || !mayHelp) throw new AnalyticsRefused(await detailsOf(refusal));
      refused = refusal.status === 401;
      await refusal.body?.cancel();
      if (!refused) await pause(retryAfter(refusal) ?? backOff(attempt), signal);
    }
  }

  private async once<T>(path: string, query: Query, refused: boolean, signal?: AbortSignal): Promise<Outcome<T>> {
    const { token, timeoutMs = 10_000, language = 'en' } = this.options;
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const bearer = typeof token === 'string' ? token : await token.get(refused);
      const response = await fetch(`${this.base}/api/v1/analytics${path}${queryText(query)}`, {
        headers: { authorization: `Bearer ${bearer}`, accept: 'application/json', 'accept-language': language },
        signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      });
      // Within the attempt: an answer may be cut, or be late, in its middle as well.
      return response.ok ? { data: (await response.json()) as T } : { refusal: response };
    } catch (failure) {
      // The caller gave up: that is theirs to hear, and nothing to repeat.
      signal?.throwIfAborted();
      return { failure };
    }
  }
}

function queryText(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** Exponential with full jitter, so that clients that failed together do not come back together. */
const backOff = (attempt: number): number => Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);

function retryAfter({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(seconds * 1_000, LONGEST_PAUSE_MS) : undefined;
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const gaveUp = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', gaveUp);
      resolve();
    }, ms);
    signal?.addEventListener('abort', gaveUp, { once: true });
  });
}

async function detailsOf(response: Response): Promise<ErrorDetails> {
  const { status, statusText, headers } = response;
  const requestId = headers.get('x-request-id') ?? undefined;
  const unknown = { status, code: 'UNKNOWN', title: statusText, ...(requestId !== undefined && { requestId }) };
  try {
    const { errors } = (await response.json()) as { errors: readonly Omit<ErrorDetails, 'status'>[] };
    return { ...unknown, ...errors[0] };
  } catch {
    // What is between us and the API answers in its own words.
    return unknown;
  }
}
