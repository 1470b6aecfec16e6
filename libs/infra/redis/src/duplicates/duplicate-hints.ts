import { createHash } from 'node:crypto';
import { Redis } from '../connection/redis';
import { type KeyFamily, RedisKeys } from '../keys/redis-keys';
import type { RedisKey } from '../keys/redis-key';
import { RedisScript } from '../scripts/redis-script';

const REMEMBER_ONCE = RedisScript.own('remember-once');
/** Small enough to be done long before a command's time is over. */
const THINGS_PER_CALL = 1_000;

export interface HintOptions {
  /** The app that asks; its hints are its own. */
  readonly owner: string;
  /** How long a hint lives. */
  readonly ttlSeconds: number;
}

export interface Asked {
  /** What is asked about: equal for equal things, of any length. */
  readonly thing: string;
  /** Who asks, to be told to whoever asks later. */
  readonly by: string;
}

export interface Hints {
  /** For how long nothing that was asked about has been lost, in milliseconds. */
  readonly completeForMs: number;
  /** Who asked first, in the order of the questions; undefined for whoever is the first now. */
  readonly firstBy: readonly (string | undefined)[];
}

/**
 * Who saw a thing first. Hints and nothing more: Redis may lose any of them, which `completeForMs` then says, and a hint may
 * speak of somebody who never came to the end of his work.
 */
export class DuplicateHints {
  private readonly keyOf: KeyFamily;
  private readonly since: RedisKey;
  private readonly ttlMs: number;

  constructor(
    private readonly redis: Redis,
    keys: RedisKeys,
    { owner, ttlSeconds }: HintOptions,
  ) {
    this.keyOf = keys.family({ owner, kind: 'seen', ttlSeconds });
    this.since = keys.family({ owner, kind: 'seen-since', ttlSeconds: ttlSeconds * 2 })('since');
    this.ttlMs = Math.ceil(ttlSeconds * 1_000);
  }

  /** Fails with `Unavailable` while Redis is away: then some of these things may stay without a hint. */
  async ask(asked: readonly Asked[]): Promise<Hints> {
    const firstBy: (string | undefined)[] = [];
    let completeForMs = Infinity;
    for (let at = 0; at < asked.length; at += THINGS_PER_CALL) {
      const part = asked.slice(at, at + THINGS_PER_CALL);
      const [forMs, ...first] = await this.redis.run<[number, ...string[]]>(
        REMEMBER_ONCE,
        [this.since, ...part.map(({ thing }) => this.keyOf(digest(thing)))],
        [this.ttlMs, this.since.ttlMs, ...part.map(({ by }) => by)],
      );
      completeForMs = Math.min(completeForMs, forMs);
      for (const by of first) firstBy.push(by === '' ? undefined : by);
    }
    return { completeForMs, firstBy };
  }
}

/** Millions of keys are held: as short as keeps two things apart. */
const digest = (thing: string): string =>
  createHash('sha256').update(thing).digest().subarray(0, 16).toString('base64url');
