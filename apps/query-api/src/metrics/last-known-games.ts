import { Unavailable } from '@analytics/domain';
import { JsonCache, type KeyFamily, RedisKeys } from '@analytics/infra-redis';
import { Injectable } from '@nestjs/common';
import { AnswersConfig } from './answers/answers.config';

/** The games of developers as they were known last, for while the warehouse is away; no longer than an answer may be stale. */
@Injectable()
export class LastKnownGames {
  private readonly keyOf: KeyFamily;

  constructor(
    private readonly cache: JsonCache,
    keys: RedisKeys,
    { staleSeconds: ttlSeconds }: AnswersConfig,
  ) {
    this.keyOf = keys.family({ owner: 'query-api', kind: 'own-games', ttlSeconds });
  }

  async orElse(developerId: string, read: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const key = this.keyOf(developerId);
    try {
      const games = await read();
      await this.cache.set(key, games);
      return games;
    } catch (error) {
      const games = error instanceof Unavailable ? await this.cache.get<readonly string[]>(key) : undefined;
      if (games === undefined) throw error;
      return games;
    }
  }
}
