import type { ErrorBody, ErrorEnvelope } from '@analytics/contracts';

type Told = Pick<ErrorBody, 'title' | 'detail' | 'source' | 'rule'> & { readonly code: string };

/** An answer that is no answer, as the error envelope tells it; `status` 0 when nothing came back at all. */
export class ApiError extends Error {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly source: Told['source'];

  constructor(
    readonly status: number,
    /** Everything that was wrong, in the order told; the first one is told by the fields above. */
    readonly errors: readonly [Told, ...Told[]],
    readonly requestId: string | undefined,
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(`${errors[0].code}: ${errors[0].detail}`);
    this.name = 'ApiError';
    ({ code: this.code, title: this.title, detail: this.detail, source: this.source } = errors[0]);
  }
}

/** What a failed answer says; an answer without the envelope (a proxy's page, say) is told by its status. */
export async function failureOf(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ApiError(
    response.status,
    (await toldBy(response)) ?? [{ code: `HTTP_${response.status}`, title: response.statusText, detail: '' }],
    response.headers.get('x-request-id') ?? undefined,
    Number.isFinite(retryAfter) ? retryAfter : undefined,
  );
}

async function toldBy(response: Response): Promise<readonly [Told, ...Told[]] | undefined> {
  const body = (await response.json().catch(() => undefined)) as Partial<ErrorEnvelope> | undefined;
  const [first, ...others] = Array.isArray(body?.errors) ? (body.errors as readonly Told[]) : [];
  return first === undefined ? undefined : [first, ...others];
}

/** Nothing came back: the network is away, or the server of the page is. */
export const unreachable = () =>
  new ApiError(0, [{ code: 'UNREACHABLE', title: '', detail: '' }], undefined, undefined);
