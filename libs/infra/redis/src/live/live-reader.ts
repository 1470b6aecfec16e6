import {
  LIVE_WINDOWS,
  type LiveMeasure,
  type LiveName,
  type LiveTopQuestion,
  type LiveWindow,
} from '@analytics/domain';
import { Injectable } from '@nestjs/common';
import { Redis } from '../connection/redis';
import { RedisKeys } from '../keys/redis-keys';
import { RedisScript } from '../scripts/redis-script';
import { LiveKeys } from './live-keys';

const VALUES = RedisScript.own('live-values');
const TOP = RedisScript.own('live-top');
const FIELDS: Readonly<Record<LiveMeasure, string>> = { events: 't', page_views: 'v', revenue: 'r', players: 'p' };

/** Without a word of the writers for this long nobody knows whether the numbers are true, in seconds. */
const SILENT_SECONDS = 30;
/** For so long after a batch that came late the writers count as behind, in seconds. */
const LAG_SECONDS = 15;

/** How far a reading can be believed. */
export interface LiveStanding {
  /** End of the windows, not itself part of them. */
  readonly asOf: Date;
  /** Latest reception by the platform among the events counted. */
  readonly watermark: Date | undefined;
  readonly stale: boolean;
}

export interface LiveValues extends LiveStanding {
  /** Undefined while nothing is known; revenue in kopecks. */
  readonly values: Readonly<Record<LiveName, number>> | undefined;
}

export interface LiveRanking extends LiveStanding {
  readonly items: readonly { readonly name: string; readonly value: number }[];
}

/** The reading side of the live numbers; a window ends at the last full second and its length is exact. */
@Injectable()
export class LiveReader {
  private readonly keys: LiveKeys;

  constructor(
    private readonly redis: Redis,
    keys: RedisKeys,
  ) {
    this.keys = new LiveKeys(keys);
  }

  async values(window: LiveWindow, now: Date): Promise<LiveValues> {
    const second = secondOf(now);
    const args = [this.keys.base, second, LIVE_WINDOWS[window]];
    const answer = await this.redis.run<string[]>(VALUES, [this.keys.state], args);
    const [events, views, purchases, kopecks, users, playing] = answer.slice(5).map(Number);
    return {
      ...standing(answer, second),
      values:
        events === undefined
          ? undefined
          : {
              active_users: users!,
              events,
              game_page_views: views!,
              purchases: purchases!,
              revenue: kopecks!,
              playing_now: playing!,
            },
    };
  }

  async top({ by, window, limit }: LiveTopQuestion, now: Date): Promise<LiveRanking> {
    const second = secondOf(now);
    const args = [this.keys.base, second, LIVE_WINDOWS[window], FIELDS[by], limit];
    const answer = await this.redis.run<string[]>(TOP, [this.keys.state], args);
    const found = answer.slice(5);
    const items = found.flatMap((name, at) => (at % 2 === 0 ? [{ name, value: Number(found[at + 1]) }] : []));
    return { ...standing(answer, second), items };
  }
}

const secondOf = (now: Date): number => Math.floor(now.getTime() / 1_000);

function standing(answer: readonly string[], second: number): LiveStanding {
  const [status, , watermark = '', alive, lag = ''] = answer;
  const silent = second - Number(alive) > SILENT_SECONDS;
  const behind = lag !== '' && second - Number(lag) <= LAG_SECONDS;
  return {
    asOf: new Date(second * 1_000),
    watermark: watermark === '' || watermark === '0' ? undefined : new Date(Number(watermark)),
    stale: status !== 'ready' || silent || behind,
  };
}
