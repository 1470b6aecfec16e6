import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type CollectAnswer, type EventEnvelope, GAME_VIEWED, type MetricValuesAnswer } from '@analytics/contracts';
import type { Stack } from './stack';

export const BASE = '/api/v1/analytics';

/** Longest that any answer may take: a machine that stalls is slow, not wrong. */
const ANSWER_MS = 60_000;
const MOST_TIMES = 10;

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
    signal: AbortSignal.timeout(ANSWER_MS),
  });
}

export const collectAnswer = async (response: Response): Promise<CollectAnswer> =>
  (await response.json()) as CollectAnswer;

/** A warehouse that is busy says when to come again, and who asks does so. */
export async function comingAgain(ask: () => Promise<Response>): Promise<Response> {
  for (let time = 1; ; time += 1) {
    const answer = await ask();
    const after = Number(answer.headers.get('retry-after'));
    if (answer.status !== 503 || after === 0 || time === MOST_TIMES) return answer;
    await pause(after * 1_000);
  }
}

export function askPageViews(stack: Stack, query: Record<string, string>, token?: string): Promise<Response> {
  const { services, credentials } = stack.state;
  const url = `${services['query-api'].url}${BASE}/metrics/values/game_page_views?${new URLSearchParams(query)}`;
  const headers = { authorization: `Bearer ${token ?? credentials.tokens['platform_admin']}` };
  return comingAgain(() => fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_MS) }));
}

/** The number of page views over the days around now. */
export async function pageViews(stack: Stack): Promise<number> {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const response = await askPageViews(stack, { period_start: day(-2), period_end: day(2), timezone: 'UTC' });
  if (response.status !== 200) throw new Error(`query-api answered ${response.status}`);
  return ((await response.json()) as MetricValuesAnswer).data.total.value ?? Number.NaN;
}
