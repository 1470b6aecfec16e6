import type { MetricValuesAnswer } from '@analytics/contracts';
import { JsonCache, type KeyFamily, RedisKeys } from '@analytics/infra-redis';
import { Injectable } from '@nestjs/common';
import { AnswersConfig } from './answers.config';

/** An answer as it is kept: without what belongs to one request. */
export interface KeptAnswer {
  readonly data: MetricValuesAnswer['data'];
  readonly meta: Omit<MetricValuesAnswer['meta'], 'request_id' | 'cached' | 'stale'>;
}

export interface Kept {
  /** When it was computed, Unix milliseconds. */
  readonly at: number;
  readonly answer: KeptAnswer;
  /** Whether the warehouse had stood still for a while by then. */
  readonly settled: boolean;
}

/** How long an answer is fresh that was computed while events were coming in. */
const UNSETTLED_MS = 2_000;

/**
 * The last good answer to each question. It is fresh while the warehouse has got no further and it is young, and stale while it
 * may stand in for a warehouse that is away; after that it is gone.
 */
@Injectable()
export class KeptAnswers {
  private readonly keyOf: KeyFamily;
  private seen: { readonly watermark: string | null; readonly since: number } | undefined;

  constructor(
    private readonly cache: JsonCache,
    private readonly config: AnswersConfig,
    keys: RedisKeys,
  ) {
    this.keyOf = keys.family({ owner: 'query-api', kind: 'answer', ttlSeconds: config.staleSeconds });
  }

  find(key: string): Promise<Kept | undefined> {
    return this.cache.get<Kept>(this.keyOf(key));
  }

  async keep(key: string, answer: KeptAnswer): Promise<void> {
    const at = Date.now();
    const since = this.seen?.watermark === answer.meta.watermark ? this.seen.since : at;
    const settled = at - since >= this.config.settleSeconds * 1_000;
    await this.cache.set(this.keyOf(key), { at, answer, settled } satisfies Kept);
  }

  /** Told of every watermark that was read, so that it is known since when it stands. */
  saw(watermark: Date | null): void {
    const text = watermark?.toISOString() ?? null;
    if (this.seen === undefined || this.seen.watermark !== text) this.seen = { watermark: text, since: Date.now() };
  }

  isFresh({ at, answer, settled }: Kept, watermark: Date | null): boolean {
    const sameData = answer.meta.watermark === (watermark?.toISOString() ?? null);
    const freshMs = this.config.freshSeconds * 1_000;
    return sameData && Date.now() - at < (settled ? freshMs : Math.min(freshMs, UNSETTLED_MS));
  }

  isUsable({ at }: Kept): boolean {
    return Date.now() - at < this.config.staleSeconds * 1_000;
  }
}

export const ageSecondsOf = ({ at }: Kept): number => Math.max(0, Math.floor((Date.now() - at) / 1_000));
