import type { RedisKey } from '../keys/redis-key';
import type { RedisKeys } from '../keys/redis-keys';

const OWNER = 'stream-processor';
/** Longer than the longest window and what it is kept beyond that: where nobody writes any more, nothing stays. */
const TTL_SECONDS = 2 * 3_600;

/** Where the live numbers lie, for who writes them and who reads them. */
export class LiveKeys {
  readonly state: RedisKey;
  /** Start of all keys beside the state; the scripts put the epoch and a name behind it. */
  readonly base: string;
  /** Held while the numbers are made anew. */
  readonly lock: RedisKey;
  readonly channel: string;

  constructor(keys: RedisKeys) {
    const family = keys.family({ owner: OWNER, kind: 'live', ttlSeconds: TTL_SECONDS });
    this.state = family('state');
    this.base = family('').name;
    this.lock = keys.family({ owner: OWNER, kind: 'live-lock', ttlSeconds: 30 })('rebuild');
    this.channel = family('changes').name;
  }
}
