import { randomUUID } from 'node:crypto';
import { type CatalogGameViewed, type EventEnvelope, GAME_VIEWED } from '@analytics/contracts';

/** What a test says of an event: everything it leaves out is valid, and `undefined` takes an attribute away. */
export type EnvelopeOverrides = { readonly [K in keyof EventEnvelope]?: EventEnvelope[K] | undefined };

/** A valid CloudEvent that happened just now. Each call is another event; give `id` and `source` to repeat one. */
export function anEnvelope(overrides: EnvelopeOverrides = {}): EventEnvelope {
  const envelope = {
    specversion: '1.0',
    id: randomUUID(),
    source: 'urn:service:test',
    type: GAME_VIEWED,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data: overrides.data ?? gameViewedData(),
    ...overrides,
  };
  return Object.fromEntries(Object.entries(envelope).filter(([, value]) => value !== undefined)) as never;
}

/** A person opened the page of a game; `data` as the test wants it. */
export function aGameViewed(data: Partial<CatalogGameViewed> = {}, overrides: EnvelopeOverrides = {}): EventEnvelope {
  return anEnvelope({
    source: 'urn:service:catalog',
    ...overrides,
    type: GAME_VIEWED,
    data: { ...gameViewedData(), ...data },
  });
}

const gameViewedData = (): CatalogGameViewed & Record<string, unknown> => ({
  gameId: randomUUID(),
  placement: 'search',
  platform: 'windows',
  userId: randomUUID(),
});
