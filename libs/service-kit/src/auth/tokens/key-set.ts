import { Logger } from '@nestjs/common';
import { Unavailable } from '@analytics/domain';
import type { JwtConfig } from '../../config/parts/jwt.config';
import { keysOfSet, type VerificationKey, VerificationKeys } from './verification-keys';

const FETCH_TIMEOUT_MS = 3_000;
const MAX_SET_BYTES = 256 * 1024;
/** An issuer that does not answer is asked again after this long, however many requests wait for it. */
const RETRY_FAILED_MS = 1_000;

type Limits = Pick<JwtConfig, 'jwksCacheMs' | 'jwksCooldownMs' | 'jwksKeepMs'>;

/** The issuer's published keys, cached: looked up only there, whatever a token says about where its key is. */
export class KeySet extends VerificationKeys {
  readonly needsKeyId = true;
  private readonly logger = new Logger(KeySet.name);
  private keys = new Map<string, VerificationKey>();
  private fetchedAt = Number.NEGATIVE_INFINITY;
  private failedAt = Number.NEGATIVE_INFINITY;
  private fetching?: Promise<void>;

  constructor(
    private readonly url: string,
    private readonly limits: Limits,
    private readonly now: () => number = () => performance.now(),
    private readonly fetchTimeoutMs = FETCH_TIMEOUT_MS,
  ) {
    super();
  }

  async find(keyId: string | undefined): Promise<VerificationKey | undefined> {
    if (keyId === undefined) return undefined;
    if (this.age() >= this.limits.jwksCacheMs) await this.refresh();
    else if (!this.keys.has(keyId) && this.age() >= this.limits.jwksCooldownMs) await this.refresh();
    if (this.age() > this.limits.jwksKeepMs) throw new Unavailable('the token issuer');
    return this.keys.get(keyId);
  }

  private age(): number {
    return this.now() - this.fetchedAt;
  }

  /** One fetch for all who wait; an issuer that just failed is left alone for a moment. */
  private async refresh(): Promise<void> {
    if (this.now() - this.failedAt < RETRY_FAILED_MS) return;
    this.fetching ??= this.fetchKeys().finally(() => (this.fetching = undefined));
    await this.fetching;
  }

  private async fetchKeys(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(this.fetchTimeoutMs);
      const response = await fetch(this.url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
      if (!response.ok) throw new KeySetRefused(response.status);
      this.keys = keysOfSet(JSON.parse(await bodyOf(response)));
      this.fetchedAt = this.now();
    } catch (error) {
      this.failedAt = this.now();
      this.logger.warn({ msg: 'the key set of the token issuer could not be fetched', err: error });
    }
  }
}

class KeySetRefused extends Error {
  constructor(status: number) {
    super(`the issuer answered ${status}`);
  }
}

async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_SET_BYTES) throw new RangeError('the key set is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
