import { createHash } from 'node:crypto';
import { GAME_VIEWED } from '@analytics/contracts';

const DAYS = 7;
const VIEWS_PER_DAY = 400;
const BATCH = 500;
const GAMES = 12;
const PLACEMENTS = ['home', 'search', 'wishlist', 'campaign'];
const PLATFORMS = ['windows', 'windows', 'windows', 'linux', 'android', 'web'];
const DAY_MS = 86_400_000;

/** A week of views of a small store. Ids follow from the day and the number, so a second run adds nothing. */
export async function sendDemo(url: string, writeKey: string, now: Date): Promise<{ sent: number }> {
  const events = demoEvents(now);
  for (let start = 0; start < events.length; start += BATCH) {
    const response = await fetch(`${url}/api/v1/analytics/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-write-key': writeKey },
      body: JSON.stringify(events.slice(start, start + BATCH)),
      signal: AbortSignal.timeout(30_000),
    });
    if (response.status !== 202) {
      throw new Error(`ingestion answered ${response.status} to the demo data: ${await response.text()}`);
    }
  }
  return { sent: events.length };
}

function demoEvents(now: Date): { readonly time: string }[] {
  const today = Math.floor(now.getTime() / DAY_MS);
  const numbers = Array.from({ length: DAYS * VIEWS_PER_DAY }, (_, index) => index);
  const events = numbers.map((index) => {
    const day = today - Math.floor(index / VIEWS_PER_DAY);
    const number = index % VIEWS_PER_DAY;
    const [hour, game, placement, platform] = createHash('sha256').update(`${day}:${number}`).digest();
    const at = day * DAY_MS + evening(hour!) + number * 137;
    return {
      specversion: '1.0',
      id: `demo-${day}-${number}`,
      source: '/demo/store',
      type: GAME_VIEWED,
      time: new Date(at).toISOString(),
      data: {
        gameId: `00000000-0000-4000-8000-${String(Math.floor((game! * game!) / (65_536 / GAMES))).padStart(12, '0')}`,
        placement: PLACEMENTS[placement! % PLACEMENTS.length],
        platform: PLATFORMS[platform! % PLATFORMS.length],
      },
    };
  });
  return events.filter((event) => new Date(event.time) <= now);
}

/** More people look at games in the evening: two numbers of the day's draw lean towards its end. */
const evening = (draw: number): number => Math.floor((Math.sqrt(draw / 256) * 23 + 0.5) * 3_600_000);
