import type { EventEnvelope } from '@analytics/contracts';
import { gameViewed, post } from './events';
import type { Stack } from './stack';

const BATCH = 500;

type Spoil = (event: EventEnvelope & { data: Record<string, unknown> }) => object;

const withData =
  (change: () => object): Spoil =>
  (event) => ({ ...event, data: { ...event.data, ...change() } });

const deep = (levels: number): object => (levels === 0 ? {} : { in: deep(levels - 1) });

/** Ways to be refused which no patch of this journey mends, by the reason that is given for them. */
export const OTHER_KINDS: Readonly<Record<string, Spoil>> = {
  NUMBER_OUT_OF_RANGE: withData(() => ({ priceMinor: 9_007_199_254_740_994 })),
  EVENT_TIME_OUT_OF_RANGE: (event) => ({ ...event, time: '2001-01-01T00:00:00Z' }),
  NOT_CLOUDEVENT: (event) => ({ ...event, specversion: '0.3' }),
  SCHEMA_UNKNOWN: (event) => ({ ...event, type: 'com.platform.e2e.nobody.knows.v1' }),
  ENCODING: withData(() => ({ placement: 'sea\0rch' })),
  MALFORMED_JSON: withData(() => JSON.parse('{"__proto__": {"polluted": 1}}') as object),
  TOO_DEEP: withData(() => ({ nested: deep(30) })),
};

/** Views of games by a client that calls its platform wrong, and of whom `hopeless` name no game either. */
export const toasterViews = (source: string, count: number, hopeless: number): EventEnvelope[] =>
  Array.from({ length: count }, (_, at) => {
    const { data, ...event } = gameViewed({ source });
    const gameId = at % Math.floor(count / hopeless) === 0 && at / Math.floor(count / hopeless) < hopeless;
    return { ...event, data: { ...data, platform: 'toaster', ...(gameId && { gameId: 'the game' }) } };
  });

export const spoiled = (source: string, count: number, spoil: Spoil): object[] =>
  Array.from({ length: count }, () => spoil(gameViewed({ source }) as Parameters<Spoil>[0]));

/** Sends events in batches; says how many were accepted. */
export async function sendAll(stack: Stack, events: readonly object[]): Promise<number> {
  let accepted = 0;
  for (let at = 0; at < events.length; at += BATCH) {
    const answer = await post(stack, events.slice(at, at + BATCH));
    const { data } = (await answer.json()) as { data?: { accepted: number } };
    if (data === undefined) throw new Error(`ingestion answered ${answer.status}`);
    accepted += data.accepted;
  }
  return accepted;
}
