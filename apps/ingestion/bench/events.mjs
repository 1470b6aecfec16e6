// Events of the size and shape performance goals speak of: about 700 bytes, people who come back, ids that are new.
import { randomUUID } from 'node:crypto';

const GAMES = Array.from({ length: 500 }, () => randomUUID());
const PEOPLE = Array.from({ length: 20_000 }, () => randomUUID());
const one = (values) => values[Math.floor(Math.random() * values.length)];

export function anEvent() {
  const time = new Date().toISOString();
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/store/web',
    type: 'com.platform.catalog.game.viewed.v1',
    time,
    sentat: time,
    datacontenttype: 'application/json',
    correlationid: randomUUID(),
    data: {
      userId: one(PEOPLE),
      anonymousId: `device-${Math.floor(Math.random() * 30_000)}-0123456789abcdef`,
      gameId: one(GAMES),
      placement: one(['search', 'main', 'recommendations', 'campaign']),
      campaignId: one(GAMES),
      platform: one(['windows', 'macos', 'web', 'android']),
      priceMinor: 199_900,
      currency: 'RUB',
      discountPercent: 25,
    },
  };
}

export const events = (count) => Array.from({ length: count }, anEvent);
