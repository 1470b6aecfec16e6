import { isDeepStrictEqual } from 'node:util';
import type { ValidatedEvent } from '@analytics/contracts';
import { GRANULARITIES, METRICS } from '@analytics/domain';
import {
  generateStore,
  SeededRandom,
  sleep,
  suiteNamespace,
  type SuiteNamespace,
  testKnob,
  worldOf,
} from '@analytics/testing';
import { filledWarehouse, type FilledWarehouse } from '../metrics/specs/filled-warehouse.fixture';
import { developerToken, QueryService } from '../metrics/specs/query-service.fixture';

const REQUESTS = Number(testKnob('TENANT_REQUESTS', '1000'));
const AT_ONCE = 4;

jest.setTimeout(1_800_000);

const { events } = generateStore({ seed: 5, events: 2_000, users: 40, games: 6, days: 30 });
const { told, gameOf } = worldOf(events);
const games = [...new Set(told.map(({ event }) => String(event.data['gameId'] ?? '')))].filter((game) => game !== '');
const developers = [...new Set(games.map((game) => gameOf(game).developer))].filter((name) => name !== '').sort();
const gamesOf = (developer: string) => games.filter((game) => gameOf(game).developer === developer);

type Lines = readonly { readonly gameId: string }[];

/** The same store as if the games of everybody else had never been there; who played and bought stays. */
function only(developer: string): ValidatedEvent[] {
  const own = new Set(gamesOf(developer));
  return events.flatMap((event) => {
    const { gameId, lines } = event.data as { gameId?: string; lines?: Lines };
    if (gameId !== undefined) return own.has(gameId) ? [event] : [];
    if (lines === undefined) return [event];
    const kept = lines.filter((line) => own.has(line.gameId));
    return kept.length === 0 ? [] : [{ ...event, data: { ...event.data, lines: kept } }];
  });
}

const random = new SeededRandom(23);
const some = <T>(values: readonly T[], most: number): T[] =>
  Array.from({ length: random.int(1, most + 1) }, () => random.pick(values)).filter(
    (value, index, all) => all.indexOf(value) === index,
  );
const VALUES: Readonly<Record<string, readonly string[]>> = {
  platform: ['windows', 'linux', 'macos', ''],
  country: ['RU', 'KZ', 'DE', ''],
  genre: ['puzzle', 'racing', 'rpg', ''],
  game_id: games,
  developer_id: developers,
};
const PERIODS: Readonly<Record<string, readonly [string, string]>> = {
  minute: ['2026-11-02T08:00:00Z', '2026-11-02T10:00:00Z'],
  hour: ['2026-11-01', '2026-11-03'],
  day: ['2026-10-20', '2026-11-08'],
  week: ['2026-10-12', '2026-11-09'],
  month: ['2026-09-20', '2026-11-10'],
};

function filters(): string {
  const ops = ['eq', 'neq', 'in', 'not_in', 'gt', 'lte', 'is_set', 'is_not_set'];
  const one = () => {
    const dimension = random.pick(Object.keys(VALUES));
    const op = random.pick(ops);
    const several = op === 'in' || op === 'not_in';
    return { dimension, op, values: op.startsWith('is_') ? [] : some(VALUES[dimension]!, several ? 3 : 1) };
  };
  return JSON.stringify(Array.from({ length: random.int(1, 4) }, one));
}

function values(): string {
  const { name, dimensions } = random.pick(METRICS);
  const granularity = random.pick(GRANULARITIES);
  const [start, end] = PERIODS[granularity]!;
  const query = new URLSearchParams({
    ...{ period_start: start, period_end: end, granularity },
    timezone: random.pick(['Europe/Moscow', 'UTC', 'America/New_York']),
    ...(random.chance(0.7) && { dimensions: some(dimensions, 3).join(',') }),
    ...(random.chance(0.5) && { filters: filters() }),
    ...(random.chance(0.2) && { compare: random.pick(['previous_period', 'previous_year']) }),
    ...(random.chance(0.3) && { basis: 'purchase_date' }),
    ...(random.chance(0.3) && { limit: String(random.int(1, 4)) }),
  });
  return `${random.pick(['/metrics/values/', '/metrics/'])}${name}?${query}`;
}

const ELSEWHERE: readonly (() => string)[] = [
  () => '/metrics/definitions',
  () => `/metrics/definitions/${random.pick(METRICS).name}`,
  () => `/metrics/values/${random.pick(METRICS).name}/explain?period_start=2026-11-01&period_end=2026-11-03`,
  () => `/metrics/realtime?window=${random.pick(['1m', '1h'])}`,
  () => '/metrics/realtime/top?of=game_id&by=players&window=1h',
  () => `/games?ids=${some(games, 3).join(',')}`,
  () => `/games?q=${random.pick(['Game', '1', 'zzz'])}`,
  () => '/games',
];

const request = (): string => (random.chance(0.85) ? values() : random.pick(ELSEWHERE)());

describe('two developers whose games sell to the same people', () => {
  let space: SuiteNamespace;
  const open: (QueryService | FilledWarehouse)[] = [];

  beforeAll(async () => {
    space = await suiteNamespace('query-tenants', { databases: [] });
  });
  afterAll(async () => {
    for (const one of open) await ('dispose' in one ? one.dispose() : one.close());
    await space?.dispose();
  });

  async function serve(name: string, data: readonly ValidatedEvent[]): Promise<QueryService> {
    const warehouse = await filledWarehouse(`query-tenants-${name}`, data);
    const redis = { url: space.redis.url, prefix: `${space.redisPrefix}${name}:` };
    const service = await QueryService.start(warehouse.config, redis, {
      ANALYTICS_API_WAIT_MS: '60000',
      ANALYTICS_API_CIRCUIT_FAILURES: '1000',
    });
    open.unshift(service, warehouse);
    return service;
  }

  /** What is refused for now only is asked again, as its callers are told to. */
  async function fetched(service: QueryService, place: string, token: string): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await service.fetch(`/api/v1/analytics${place}`, token);
      if (response.status !== 503 || attempt === 30) return response;
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      await response.text();
      await sleep(1_000);
    }
  }

  /** Without what tells one answer from another of the same question. */
  async function ask(service: QueryService, place: string, token: string) {
    const response = await fetched(service, place, token);
    const text = await response.text();
    const { data, errors, meta } = JSON.parse(text) as {
      data?: unknown;
      errors?: unknown;
      meta?: Record<string, unknown>;
    };
    const { excluded, period, exact, truncated } = meta ?? {};
    return { status: response.status, text, told: { data, errors, excluded, period, exact, truncated } };
  }

  it(`B23 B27 are told what they would be told if there were no others, whatever they ask (${REQUESTS} requests)`, async () => {
    const [one, other] = [developers[0]!, developers[1]!];
    const everything = await serve('all', events);
    const statuses = new Map<number, number>();
    const differing: object[] = [];
    for (const [developer, stranger] of [
      [one, other],
      [other, one],
    ] as const) {
      const alone = await serve(`only-${developer}`, only(developer));
      const token = developerToken(developer);
      for (let done = 0; done < REQUESTS / 2; done += AT_ONCE) {
        const places = Array.from({ length: AT_ONCE }, request);
        const answers = await Promise.all(
          places.map((place) => Promise.all([ask(everything, place, token), ask(alone, place, token)])),
        );
        answers.forEach(([among, without], index) => {
          const place = places[index]!;
          if (!isDeepStrictEqual([among.status, among.told], [without.status, without.told])) {
            differing.push({ place, among: among.told, without: without.told });
          }
          for (const foreign of gamesOf(stranger)) expect(among.text).not.toContain(foreign);
          expect(among.text).not.toContain(stranger);
          expect(among.status).toBeLessThan(500);
          statuses.set(among.status, (statuses.get(among.status) ?? 0) + 1);
        });
      }
    }
    expect(differing).toEqual([]);
    // Most of them were answered: refusing everything would show nothing, too.
    expect(statuses.get(200)).toBeGreaterThan(REQUESTS / 4);
    expect(statuses.get(403)).toBeGreaterThan(0);
  });
});
