import { randomUUID } from 'node:crypto';
import { type CollectAnswer, type EventEnvelope, GAME_VIEWED, type MetricValuesAnswer } from '@analytics/contracts';
import type { Stack } from './stack';

export const BASE = '/api/v1/analytics';

export function gameViewed(change: Partial<EventEnvelope> = {}): EventEnvelope {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/e2e/store',
    type: GAME_VIEWED,
    time: new Date().toISOString(),
    data: { gameId: randomUUID(), placement: 'search', platform: 'windows' },
    ...change,
  };
}

export function post(stack: Stack, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const { services, credentials } = stack.state;
  return fetch(`${services.ingestion.url}${BASE}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-write-key': credentials.writeKey, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
}

export const collectAnswer = async (response: Response): Promise<CollectAnswer> =>
  (await response.json()) as CollectAnswer;

export function askPageViews(stack: Stack, query: Record<string, string>, token?: string): Promise<Response> {
  const { services, credentials } = stack.state;
  return fetch(`${services['query-api'].url}${BASE}/metrics/values/game_page_views?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${token ?? credentials.tokens['platform_admin']}` },
    signal: AbortSignal.timeout(15_000),
  });
}

/** The number of page views over the days around now. */
export async function pageViews(stack: Stack): Promise<number> {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const response = await askPageViews(stack, { period_start: day(-2), period_end: day(2), timezone: 'UTC' });
  if (response.status !== 200) throw new Error(`query-api answered ${response.status}`);
  return ((await response.json()) as MetricValuesAnswer).data.total.value ?? Number.NaN;
}
