import type { LiveDelta } from '@analytics/domain';
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Redis, type RedisValue } from '../connection/redis';
import { RedisKeys } from '../keys/redis-keys';
import { type RedisLock, RedisLocks } from '../locks/redis-locks';
import { RedisScript } from '../scripts/redis-script';
import { encodeDelta } from './encode-delta';
import { LiveKeys } from './live-keys';

const APPLY = RedisScript.own('live-apply');
const TICK = RedisScript.own('live-tick');
const REBUILD = RedisScript.own('live-rebuild');

/** A batch of one partition as the change its events make; `identities` are theirs, eight latin1 characters each. */
export interface LiveBatch {
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
  readonly delta: LiveDelta;
  readonly identities: readonly string[];
  /** Its records have waited for longer than live numbers may. */
  readonly lagging: boolean;
}

/**
 * What became of a batch. Numbers have changed in the first case only; `known` was counted before, of `overlap` a part up to the
 * offset was, `seen` holds events (by place) that were counted from another record, and after `gap` and `cold` the numbers
 * have to be made anew.
 */
export type LiveAnswer =
  | { readonly kind: 'applied' | 'known' | 'cold' | 'gap' }
  | { readonly kind: 'overlap'; readonly offset: bigint }
  | { readonly kind: 'seen'; readonly places: readonly number[] };

export type LiveStatus = 'ready' | 'building' | 'gap' | 'cold';

export interface LiveLimits {
  /** Identities of counted events that are remembered, beside the hour after which they are forgotten. */
  readonly identities: number;
  /** Least pause between two messages on the channel, in milliseconds. */
  readonly tellMs: number;
}

/** The right to make the numbers anew, until another one begins or the server forgets. */
export interface LiveRebuild {
  readonly token: string;
  readonly lock: RedisLock;
}

/** The writing side of the live numbers: each call is one step inside Redis. */
@Injectable()
export class LiveStore {
  private readonly keys: LiveKeys;

  constructor(
    private readonly redis: Redis,
    private readonly locks: RedisLocks,
    keys: RedisKeys,
  ) {
    this.keys = new LiveKeys(keys);
  }

  async add(batch: LiveBatch, nowSecond: number, limits: LiveLimits): Promise<LiveAnswer> {
    const [kind, ...rest] = await this.apply(
      [batch.delta, batch.identities, nowSecond, limits.identities, ''],
      [batch.partition, String(batch.from), String(batch.to), batch.lagging ? 1 : 0, this.keys.channel, limits.tellMs],
    );
    if (kind === 'overlap') return { kind, offset: BigInt(rest[0]!) };
    // Places are counted from one there.
    if (kind === 'seen') return { kind, places: rest.map((place) => Number(place) - 1) };
    return { kind: kind as 'applied' };
  }

  /** To be called every second or so: time passes also where no event comes. */
  async tick(nowSecond: number, { tellMs }: LiveLimits): Promise<LiveStatus> {
    const args = [this.keys.base, this.keys.state.ttlMs, nowSecond, this.keys.channel, tellMs];
    const status = await this.redis.run<string>(TICK, [this.keys.state], args);
    return status === '' ? 'cold' : (status as LiveStatus);
  }

  /** Stops all batches until `finish`; undefined while somebody else is at it. */
  async begin(nowSecond: number): Promise<LiveRebuild | undefined> {
    const lock = await this.locks.tryLock(this.keys.lock);
    if (lock === undefined) return undefined;
    const token = randomUUID();
    await this.rebuild('begin', { token, lock }, nowSecond, [token]);
    return { token, lock };
  }

  /** Puts a piece of the past down; false when this rebuild is not the newest one any more. */
  async fill(
    { token }: LiveRebuild,
    piece: { readonly delta: LiveDelta; readonly identities: readonly string[] },
    nowSecond: number,
    limits: LiveLimits,
  ): Promise<boolean> {
    const [kind] = await this.apply([piece.delta, piece.identities, nowSecond, limits.identities, token], []);
    return kind === 'applied';
  }

  /** All pieces are there: from here batches go on behind these offsets, and readers see the new numbers. */
  async finish(
    rebuild: LiveRebuild,
    past: { readonly counted: ReadonlyMap<number, bigint>; readonly watermarkMs: number },
    nowSecond: number,
  ): Promise<boolean> {
    const offsets = [...past.counted].flatMap(([partition, offset]) => [partition, String(offset)]);
    return this.rebuild('ready', rebuild, nowSecond, [past.watermarkMs, ...offsets]);
  }

  private apply(
    [delta, identities, now, most, token]: [LiveDelta, readonly string[], number, number, string],
    batch: readonly RedisValue[],
  ): Promise<string[]> {
    const ids = Buffer.from(identities.join(''), 'latin1');
    const args = [this.keys.base, this.keys.state.ttlMs, now, encodeDelta(delta), ids, most, token, ...batch];
    return this.redis.run<string[]>(APPLY, [this.keys.state], args);
  }

  private async rebuild(
    what: 'begin' | 'ready',
    { token }: LiveRebuild,
    now: number,
    more: readonly RedisValue[],
  ): Promise<boolean> {
    const args = [what, this.keys.base, this.keys.state.ttlMs, token, now, ...more];
    return (await this.redis.run<number>(REBUILD, [this.keys.state], args)) === 1;
  }
}
