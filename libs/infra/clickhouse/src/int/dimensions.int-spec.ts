import type { ValidatedEvent } from '@analytics/contracts';
import { DIM_GAMES_TABLE, EVENTS_TABLE, factRows, factsOf } from '@analytics/domain';
import { SeededRandom, suiteNamespace } from '@analytics/testing';
import { ClickHouseMigrations } from '../migrations/clickhouse-migrations';
import { openWarehouse, type Warehouse } from './warehouse.spec-support';

const START = Date.UTC(2026, 9, 1);
const random = new SeededRandom(3);
type Said = readonly [type: string, data: Readonly<Record<string, unknown>>];

const said = (): Said =>
  random.pick<Said>([
    [
      'com.platform.auth.user.registered.v1',
      { method: random.pick(['vk', 'phone']), campaignId: random.pick(['c', '']) },
    ],
    ['com.platform.account.profile.updated.v1', { changedFields: ['language'], language: random.pick(['ru', 'en']) }],
    ['com.platform.account.status.updated.v1', { oldStatus: 'a', newStatus: random.pick(['active', 'frozen']) }],
    ['com.platform.admin.user.banned.v1', { reason: random.pick(['cheats', 'spam']), until: '2027-01-01T00:00:00Z' }],
    ['com.platform.catalog.game.viewed.v1', { gameId: 'g', placement: 'home' }],
    [
      'com.platform.developer.game.published.v1',
      {
        gameId: random.pick(['g', 'h']),
        developerId: 'd',
        title: random.uuid(),
        genres: ['rpg'],
        tags: [],
        releaseDate: '2026-11-01',
      },
    ],
  ]);

/** Few people and few instants, so that many events meet at the same one. */
const events: ValidatedEvent[] = Array.from({ length: 600 }, (_, index) => {
  const at = new Date(START + random.int(0, 12) * 3_600_000).toISOString();
  const [type, data] = said();
  return {
    ...{
      type,
      source: `/spec/${index % 3}`,
      id: random.uuid(),
      schema_version: 1,
      data,
      occurred_at: at,
      sent_at: null,
    },
    ...{
      received_at: at,
      effective_at: at,
      user_no: random.int(0, 12) || null,
      device_no: null,
      is_bot: false,
      is_staff: false,
    },
    ...{ country: random.pick(['RU', 'KZ', null]), platform: 'web', device_family: null, os_family: null },
    ...{ browser_family: null, correlation_id: null, fingerprint: 'f', import_id: null, schema_marks: [] },
  };
});
const inOrder = [...events].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
function keyOf({ effective_at: at, source, id }: ValidatedEvent): string {
  return `${at} ${source} ${id}`;
}

describe('what is known of people and games', () => {
  let warehouse: Warehouse;

  beforeAll(async () => {
    warehouse = openWarehouse(await suiteNamespace('clickhouse-dimensions', { databases: ['clickhouse'] }));
    const migrations = new ClickHouseMigrations(warehouse.config);
    await migrations.apply();
    await migrations.close();
    const facts = events.map((event, index) =>
      factsOf(event, { topic: 'validated', partition: 0, offset: BigInt(index), hash: 1n }),
    );
    for (let from = 0; from < facts.length; from += 40) {
      const rows = factRows(facts.slice(from, from + 50));
      await warehouse.clickhouse.insert(EVENTS_TABLE, rows.events, { token: `events-${from}` });
      await warehouse.clickhouse.insert(DIM_GAMES_TABLE, rows.dim_games, { token: `games-${from}` });
    }
  });
  afterAll(() => warehouse.close());

  const rowsOf = async (query: string): Promise<unknown[]> =>
    (
      await warehouse.admin.query({ query: query.replaceAll('{d}', warehouse.config.database), format: 'JSONEachRow' })
    ).json();

  it('is of each person the first registration and the last of everything else, in whatever order it came', async () => {
    const last = (user: number, type: string) =>
      inOrder.findLast((each) => each.user_no === user && each.type === type);
    const numbers = [...new Set(events.map(({ user_no: user }) => user ?? 0))]
      .filter((user) => user > 0)
      .sort((a, b) => a - b);
    const expected = numbers.map((user) => {
      const first = inOrder.find(
        (each) => each.user_no === user && each.type === 'com.platform.auth.user.registered.v1',
      );
      const profile = last(user, 'com.platform.account.profile.updated.v1');
      const ban = last(user, 'com.platform.admin.user.banned.v1');
      return {
        user_no: user,
        registered_ms: first === undefined ? null : Date.parse(first.effective_at),
        ...{ registration_method: first?.data['method'] ?? '', registration_platform: first?.platform ?? '' },
        ...{ registration_country: first?.country ?? '', registration_campaign_id: first?.data['campaignId'] ?? '' },
        ...{ country: profile?.country ?? first?.country ?? '', language: profile?.data['language'] ?? '' },
        status: last(user, 'com.platform.account.status.updated.v1')?.data['newStatus'] ?? '',
        ...{ ban_reason: ban?.data['reason'] ?? '', banned_until: ban?.data['until'] ?? '' },
      };
    });
    const asked = await rowsOf(
      `SELECT * EXCEPT registered_at, toFloat64(toUnixTimestamp64Milli(registered_at)) AS registered_ms FROM {d}.dim_users_now ORDER BY user_no`,
    );
    expect(asked).toEqual(expected);
    expect(asked).toHaveLength(11);
  });

  it('is of each game its last publication, and every one is kept', async () => {
    const published = inOrder.filter(({ type }) => type === 'com.platform.developer.game.published.v1');
    const expected = ['g', 'h'].map((game) => published.findLast(({ data }) => data['gameId'] === game)!.data['title']);
    expect(await rowsOf(`SELECT title FROM {d}.dim_games_now ORDER BY game_id`)).toEqual(
      expected.map((title) => ({ title })),
    );
    await warehouse.admin.command({ query: `OPTIMIZE TABLE ${warehouse.config.database}.dim_games FINAL` });
    expect(await rowsOf(`SELECT toUInt32(count()) AS rows FROM {d}.dim_games`)).toEqual([{ rows: published.length }]);
  });
});
