import type { ValidatedEvent } from '@analytics/contracts';
import {
  ATTRIBUTED_EVENTS_TABLE,
  type AttributedEventRow,
  FACT_GAME_SESSIONS_TABLE,
  FACT_TABLES,
  factRows,
  factsOf,
  type FactTable,
  type GameSessionRow,
  type InsertTable,
  WISHLIST_LEDGER_TABLE,
} from '@analytics/domain';
import { suiteNamespace } from '@analytics/testing';
import { ClickHouseMigrations } from '../migrations/clickhouse-migrations';
import { openWarehouse, type Warehouse } from './warehouse.spec-support';

const FLAGS = { is_bot: false, is_staff: false } as const;
const PLACE = { platform: 'web', country: 'RU' } as const;
const VIEWED = 'com.platform.catalog.game.viewed.v1';
/** Half past midnight of 2 November in Moscow is still the evening of the first in UTC. */
const LATE_EVENING = '2026-11-01T21:30:00.000Z';
const NOON = '2026-11-01T09:00:00.000Z';

let ids = 0;
const event = (type: string, at: string, data: object, more: Partial<ValidatedEvent> = {}): ValidatedEvent => ({
  ...{ type, source: '/spec', id: `e-${ids++}`, schema_version: 1, data: { ...data }, occurred_at: at, sent_at: null },
  ...{ received_at: at, effective_at: at, user_no: 1, device_no: null, ...PLACE, device_family: null, os_family: null },
  ...{ browser_family: null, ...FLAGS, correlation_id: null, fingerprint: 'f', import_id: null, schema_marks: [] },
  ...more,
});
const payment = (
  at: string,
  transactionId: string,
  kind: string,
  grossMinor: number,
  more: Partial<ValidatedEvent> = {},
) => {
  const line = { gameId: 'g', grossMinor, discountMinor: 100, taxMinor: 20, feeMinor: 5, quantity: 1 };
  const paid = {
    transactionId,
    kind,
    lines: [line],
    currency: 'RUB',
    rateToRub: '1',
    paymentMethod: 'card',
    status: 'completed',
  };
  return event('com.platform.payment.transaction.completed.v1', at, paid, more);
};
const refund = (at: string, transactionId: string, kind: string, amountMinor: number) => {
  const data = {
    refundId: 'r',
    transactionId,
    kind,
    lines: [{ gameId: 'g', amountMinor }],
    currency: 'RUB',
    rateToRub: '1',
  };
  return event('com.platform.payment.refund.processed.v1', at, data);
};

const EVENTS: readonly ValidatedEvent[] = [
  event(VIEWED, NOON, { gameId: 'g' }),
  event(VIEWED, NOON, { gameId: 'g' }, { user_no: 2 }),
  event(VIEWED, NOON, { gameId: 'g' }, { user_no: 2, platform: 'windows' }),
  event(VIEWED, LATE_EVENING, { gameId: 'g' }),
  event(VIEWED, NOON, { gameId: 'g' }, { user_no: 9, is_bot: true }),
  event('com.platform.auth.user.registered.v1', NOON, { method: 'vk' }),
  payment(NOON, 't-1', 'ingame', 1_000),
  payment(NOON, 't-2', 'game', 5_000, { user_no: 3 }),
  payment(NOON, 't-3', 'topup', 9_000, { user_no: 4 }),
  refund(LATE_EVENING, 't-2', 'refund', 700),
  refund(LATE_EVENING, 't-2', 'chargeback', 50),
  refund(LATE_EVENING, 'of-nobody', 'refund', 1),
];

const session = (
  id: string,
  start: string,
  end: string | null,
  more: Partial<GameSessionRow> = {},
): GameSessionRow => ({
  ...{
    session_id: id,
    started_at: new Date(start),
    game_id: 'g',
    user_no: 1,
    has_heartbeat: false,
    client_version: '',
  },
  ...{ ended_at: end === null ? null : new Date(end), last_sign_at: new Date(start), ...PLACE, ...FLAGS, facts: 1n },
  ...{ is_deleted: 0, ...more },
});
/** An hour around midnight of Moscow, half of it on a second device too; one open, one silent for long, one of a bot, one taken back. */
const SESSIONS: readonly GameSessionRow[] = [
  session('s-1', '2026-11-01T20:30:00.000Z', LATE_EVENING),
  session('s-2', '2026-11-01T20:45:00.000Z', '2026-11-01T21:15:00.000Z'),
  session('s-3', '2026-11-01T21:20:00.000Z', null),
  session('s-4', NOON, null, { user_no: 2 }),
  session('s-5', NOON, LATE_EVENING, { user_no: 9, is_bot: true }),
  session('s-6', NOON, LATE_EVENING, { user_no: 3 }),
  session('s-6', NOON, LATE_EVENING, { user_no: 3, facts: 2n, is_deleted: 1 }),
];
const ATTRIBUTED: AttributedEventRow = {
  ...{
    effective_at: new Date(NOON),
    device_no: 7,
    source: '/spec',
    id: 'a',
    user_no: 5,
    event_type: VIEWED,
    game_id: 'g',
  },
  ...{ ...PLACE, client_version: '', campaign_id: '', placement: '', kind: '', is_activity: true, ...FLAGS, facts: 1n },
  is_deleted: 0,
};

describe('the daily answers under the names of the documents', () => {
  let warehouse: Warehouse;

  beforeAll(async () => {
    warehouse = openWarehouse(await suiteNamespace('clickhouse-daily', { databases: ['clickhouse'] }));
    const migrations = new ClickHouseMigrations(warehouse.config);
    await migrations.apply();
    await migrations.close();
    const facts = EVENTS.map((each, index) =>
      factsOf(each, { topic: 'validated', partition: 0, offset: BigInt(index), hash: 1n }),
    );
    for (const table of Object.keys(FACT_TABLES) as FactTable[]) {
      const into = FACT_TABLES[table] as InsertTable<unknown>;
      await warehouse.clickhouse.insert(into, factRows(facts)[table], { token: table });
    }
    await warehouse.clickhouse.insert(FACT_GAME_SESSIONS_TABLE, SESSIONS, { token: 'sessions' });
    await warehouse.clickhouse.insert(ATTRIBUTED_EVENTS_TABLE, [ATTRIBUTED], { token: 'attributed' });
    const wish = {
      effective_at: new Date(NOON),
      game_id: 'g',
      user_no: 1,
      source: '/spec',
      id: 'w',
      effect: 'added' as const,
    };
    const rows = [{ ...wish, ...PLACE, ...FLAGS, facts: 1n, is_deleted: 0 }];
    await warehouse.clickhouse.insert(WISHLIST_LEDGER_TABLE, rows, { token: 'wishes' });
  });
  afterAll(() => warehouse.close());

  const rowsOf = async (query: string): Promise<unknown[]> =>
    (
      await warehouse.admin.query({ query: query.replaceAll('{d}', warehouse.config.database), format: 'JSONEachRow' })
    ).json();

  it('tell people, playtime and sessions of each game and day of Moscow', async () => {
    const columns = 'activity_date, game_id, country_code, platform';
    const asked = await rowsOf(
      `SELECT ${columns}, toUInt32(dau_count) AS dau, total_playtime_seconds AS played, avg_playtime_seconds AS mean, toUInt32(sessions) AS sessions,
        toString(total_revenue_ingame) AS ingame FROM {d}.mart_daily_game_activity ORDER BY ${columns}`,
    );
    const web = { game_id: 'g', country_code: 'RU', platform: 'web' };
    expect(asked).toEqual([
      // People 1, 2, 3 (bought) and 5 (on a device): user 1 plays 30 minutes before midnight, user 2 the five that a silent start counts for.
      { ...web, activity_date: '2026-11-01', dau: 4, played: 2_100, mean: 1_900, sessions: 3, ingame: '9' },
      {
        ...web,
        activity_date: '2026-11-01',
        platform: 'windows',
        dau: 1,
        played: 0,
        mean: null,
        sessions: 0,
        ingame: '0',
      },
      { ...web, activity_date: '2026-11-02', dau: 1, played: 1_800, mean: null, sessions: 0, ingame: '0' },
    ]);
  });

  it('tell one value for each metric and day of Moscow', async () => {
    const asked = (await rowsOf(
      `SELECT toString(day) AS day, metric_name, toString(value) AS value FROM {d}.daily_metrics ORDER BY day, metric_name`,
    )) as { day: string; metric_name: string; value: string }[];
    const of = (day: string) =>
      Object.fromEntries(asked.filter((each) => each.day === day).map((each) => [each.metric_name, each.value]));
    expect(of('2026-11-01')).toEqual({
      ...{ dau: '4', events_ingested: '8', game_page_views: '3', registrations: '1', game_sessions: '3' },
      ...{ wishlist_adds: '1', orders: '2', gross_revenue: '60', discount_amount: '2', net_revenue: '57.5' },
    });
    expect(of('2026-11-02')).toEqual({
      ...{ dau: '1', events_ingested: '4', game_page_views: '1', refunds: '7', chargebacks: '0.5' },
      net_revenue: '-7.5',
    });
  });
});
