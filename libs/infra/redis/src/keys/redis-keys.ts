import { Injectable } from '@nestjs/common';
import { RedisConfig } from '../config/redis.config';
import { keyPart, type RedisKey } from './redis-key';

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export interface KeyFamilyOptions {
  /** The app or library that writes these keys; nobody else does. */
  readonly owner: string;
  /** What the keys are for: `cache`, `rate`, `window`. */
  readonly kind: string;
  /** How long a key lives after it was written last. */
  readonly ttlSeconds: number;
}

/** Makes the keys of one purpose from their last parts: `family('games', id)`. */
export type KeyFamily = (...parts: readonly (string | number | bigint)[]) => RedisKey;

/** The only maker of keys: `<prefix>:<owner>:<kind>:<parts>`, each with a time to live. */
@Injectable()
export class RedisKeys {
  constructor(private readonly config: RedisConfig) {}

  family({ owner, kind, ttlSeconds }: KeyFamilyOptions): KeyFamily {
    const { keyPrefix, maxTtlSeconds } = this.config;
    if (!NAME.test(owner) || !NAME.test(kind)) throw new TypeError('owner and kind of a key are kebab-case names');
    if (!(ttlSeconds > 0 && ttlSeconds <= maxTtlSeconds)) {
      throw new RangeError(`keys live longer than 0 s and at most ${maxTtlSeconds} s`);
    }
    const start = `${keyPrefix}:${owner}:${kind}`;
    const ttlMs = Math.ceil(ttlSeconds * 1_000);
    return (...parts) => ({ name: [start, ...parts.map(keyPart)].join(':'), ttlMs });
  }
}
