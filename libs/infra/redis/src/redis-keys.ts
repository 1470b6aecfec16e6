const PART = /^[A-Za-z0-9][A-Za-z0-9._:@-]*$/;

/** A key of ours: its name and how long it may live. Nothing is written to Redis without an end. */
export interface RedisKey {
  readonly name: string;
  readonly ttlMs: number;
}

/** Names keys `<namespace>:<owner>:<kind>:<id>`, so that owners cannot meet and everything of one kind can be found. */
export class RedisKeys {
  constructor(
    private readonly owner: string,
    private readonly maxTtlSeconds: number,
    private readonly namespace = 'analytics',
  ) {}

  key(kind: string, id: string, ttlMs: number): RedisKey {
    if (!PART.test(kind)) throw new TypeError('a kind of key is made of letters, digits and ._:@-');
    if (!Number.isInteger(ttlMs) || ttlMs < 1 || ttlMs > this.maxTtlSeconds * 1_000) {
      throw new RangeError(`a key lives from 1 ms to ${this.maxTtlSeconds} s`);
    }
    return { name: `${this.namespace}:${this.owner}:${kind}:${id}`, ttlMs };
  }
}
