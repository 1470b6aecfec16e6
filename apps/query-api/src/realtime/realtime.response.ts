import type { RealtimeAnswer, RealtimeStanding, RealtimeTopAnswer } from '@analytics/contracts';
import { LIVE_WINDOWS, type LiveQuestion, type LiveTopQuestion } from '@analytics/domain';
import type { LiveRanking, LiveStanding, LiveValues } from '@analytics/infra-redis';
import { inUnits } from './live-units';

const toStanding = ({ asOf, watermark, stale }: LiveStanding, requestId: string): RealtimeStanding => ({
  as_of: asOf.toISOString(),
  watermark: watermark?.toISOString() ?? null,
  stale,
  request_id: requestId,
});

export function toRealtimeAnswer(
  { names, window }: LiveQuestion,
  { values, ...standing }: LiveValues,
  requestId: string,
): RealtimeAnswer {
  return {
    data: names.map((name) => ({
      name,
      window,
      value: values === undefined ? null : inUnits(name, values[name]),
    })),
    meta: toStanding(standing, requestId),
  };
}

export function toRealtimeTopAnswer(
  { of, by, window }: LiveTopQuestion,
  { items, ...standing }: LiveRanking,
  requestId: string,
): RealtimeTopAnswer {
  const minutes = LIVE_WINDOWS[window] / 60;
  return {
    data: items.map(({ name, value }, index) => ({
      rank: index + 1,
      [of]: name,
      value: inUnits(by, value),
      ...(by === 'events' ? { per_minute: value / minutes } : {}),
    })),
    meta: { ...toStanding(standing, requestId), of, by, window },
  };
}
