import type { RealtimeValue, ServerFrame } from '@analytics/contracts';

export const LIVE_NAMES = ['active_users', 'playing_now', 'events', 'game_page_views', 'purchases', 'revenue'] as const;
export type LiveName = (typeof LIVE_NAMES)[number];

export const LIVE_UNITS: Readonly<Record<LiveName, string>> = {
  active_users: 'people',
  playing_now: 'people',
  events: 'count',
  game_page_views: 'count',
  purchases: 'count',
  revenue: 'RUB',
};

export const LIVE_WINDOWS = ['1m', '5m', '15m', '1h'] as const;
export type LiveWindow = (typeof LIVE_WINDOWS)[number];

export const WINDOW_SECONDS: Readonly<Record<LiveWindow, number>> = { '1m': 60, '5m': 300, '15m': 900, '1h': 3_600 };

/** What the stream has told so far. */
export interface LiveNumbers {
  readonly values: Readonly<Partial<Record<string, number>>>;
  readonly asOf: string | undefined;
  readonly watermark: string | null;
  /** The numbers themselves lag behind, as the platform says. */
  readonly isStale: boolean;
  /** By which the stream goes on after a gap. */
  readonly seq: number;
}

export const NOTHING_YET: LiveNumbers = { values: {}, asOf: undefined, watermark: null, isStale: false, seq: 0 };

/** The numbers after one more frame: a snapshot is everything, a delta what is different. */
export function afterFrame(numbers: LiveNumbers, frame: ServerFrame): LiveNumbers {
  if (frame.op !== 'snapshot' && frame.op !== 'delta') return numbers;
  const told = valuesOf(frame.data);
  return {
    values: frame.op === 'snapshot' ? told : { ...numbers.values, ...told },
    asOf: frame.as_of,
    watermark: frame.meta.watermark,
    isStale: frame.meta.stale,
    seq: Math.max(numbers.seq, frame.seq),
  };
}

const valuesOf = (data: readonly RealtimeValue[]): Record<string, number> =>
  Object.fromEntries(data.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])));
