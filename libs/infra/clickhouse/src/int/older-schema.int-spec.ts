import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ValidatedEvent } from '@analytics/contracts';
import { CATALOGUE } from '@analytics/contracts';
import {
  DIM_GAMES_TABLE,
  EVENTS_TABLE,
  EXPOSURES_TABLE,
  type Facts,
  factRows,
  factsOf,
  type InsertTable,
  insertTable,
  REVENUE_LEDGER_TABLE,
  SERVICE_MEASUREMENTS_TABLE,
} from '@analytics/domain';
import { suiteNamespace } from '@analytics/testing';
import { ClickHouseMigrations, MIGRATIONS_FOLDER } from '../migrations/clickhouse-migrations';
import { openWarehouse, type Warehouse } from './warehouse.spec-support';

/** The events table as the version of migrations 0001 and 0002 filled it. */
const FORMER = [
  ...[
    'event_type',
    'source',
    'id',
    'effective_at',
    'occurred_at',
    'received_at',
    'sent_at',
    'schema_version',
    'user_no',
  ],
  ...['device_no', 'country', 'platform', 'device_family', 'os_family', 'browser_family', 'is_bot', 'is_staff'],
  ...['correlation_id', 'fingerprint', 'import_id', 'schema_marks', 'data', '_kt', '_kp', '_ko'],
];
const FORMER_EVENTS = insertTable(
  'events',
  Object.fromEntries(
    EVENTS_TABLE.columns.filter(({ name }) => FORMER.includes(name)).map(({ name, type }) => [name, type]),
  ),
) as InsertTable<unknown>;

const PAYMENT = 'com.platform.payment.transaction.completed.v1';
const REFUND = 'com.platform.payment.refund.processed.v1';
const isLink = ({ type, device_no, user_no }: ValidatedEvent): boolean =>
  /\.auth\.user\.(?:registered|loggedin)\./.test(type) && device_no !== null && user_no !== null;
const isWish = ({ type, user_no }: ValidatedEvent): boolean =>
  /\.catalog\.game\.(?:un)?wishlisted\./.test(type) && user_no !== null;
const OF_USERS = new Set(
  ['auth.user.registered', 'account.profile.updated', 'account.status.updated', 'admin.user.banned'].map(
    (type) => `com.platform.${type}.v1`,
  ),
);
const START = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 40 * 86_400_000;

/** Data as it may be: the example of every type, amounts at the edge of a half, lines that break the schema. */
function contents(): [string, Readonly<Record<string, unknown>>][] {
  const line = { gameId: 'g', grossMinor: 1, discountMinor: 3, taxMinor: 199_900, feeMinor: 0, quantity: 3 };
  const payment = { transactionId: 't', kind: 'game', currency: 'USD', paymentMethod: 'card', status: 'completed' };
  const refund = { transactionId: 't', currency: 'USD', lines: [{ gameId: 'g', amountMinor: 1 }, { gameId: 'h' }] };
  return [
    ...CATALOGUE.map(({ type, schema }): [string, Readonly<Record<string, unknown>>] => [type, schema.examples[0]!]),
    ...['92.4512', '0.5', '0.4999999999', '1.5', '1000', '0', 'x'].flatMap((rateToRub) => [
      [
        PAYMENT,
        { ...payment, rateToRub, lines: [line, { ...line, taxMinor: -1 }, { ...line, feeMinor: 10 ** 12 }] },
      ] as const,
      [REFUND, { ...refund, rateToRub, kind: 'refund' }] as const,
      [REFUND, { ...refund, rateToRub, kind: 'chargeback' }] as const,
    ]),
    [PAYMENT, { ...payment, rateToRub: '1', lines: [line], status: 'failed' }],
    [PAYMENT, { ...payment, rateToRub: '1', lines: [line], kind: 'topup' }],
    ['com.platform.library.session.ended.v1', { sessionEndTime: '2024-11-28T23:30:00.5+03:00', durationSeconds: 60 }],
    ['com.platform.library.session.ended.v1', { sessionEndTime: 'yesterday', durationSeconds: -1 }],
  ].map(([type, data]) => [type, data] as [string, Readonly<Record<string, unknown>>]);
}

const events: ValidatedEvent[] = contents().map(([type, data], index) => {
  const at = new Date(START + index * 7_200_000).toISOString();
  return {
    ...{ type, source: '/former', id: `e-${index}`, schema_version: 1, data, occurred_at: at, sent_at: null },
    ...{ received_at: at, effective_at: at, user_no: index % 3 || null, device_no: index % 4 || null, country: 'RU' },
    ...{ platform: 'web', device_family: null, os_family: null, browser_family: null, is_bot: index % 11 === 0 },
    ...{ is_staff: false, correlation_id: null, fingerprint: 'f', import_id: null, schema_marks: [] },
  };
});
const facts: Facts[] = events.map((event, index) =>
  factsOf(event, { topic: 'validated', partition: 0, offset: BigInt(index), hash: 0n }),
);

describe('a warehouse of the version before, with data', () => {
  let warehouse: Warehouse;
  const rowsOf = async (query: string) => {
    const answer = await warehouse.admin.query({
      query: query.replaceAll('{d}', warehouse.config.database),
      format: 'JSONEachRow',
      clickhouse_settings: { output_format_json_quote_64bit_integers: 1, date_time_output_format: 'iso' },
    });
    return answer.json<Record<string, unknown>>();
  };
  const apply = async (folder?: string) => {
    const migrations = new ClickHouseMigrations(warehouse.config, { folder });
    try {
      return await migrations.apply();
    } finally {
      await migrations.close();
    }
  };

  beforeAll(async () => {
    warehouse = openWarehouse(await suiteNamespace('clickhouse-older', { databases: ['clickhouse'] }));
    const folder = mkdtempSync(path.join(tmpdir(), 'former-migrations-'));
    for (const name of ['0001_events.sql', '0002_event_enrichment.sql']) {
      cpSync(path.join(MIGRATIONS_FOLDER, name), path.join(folder, name));
    }
    await apply(folder);
    rmSync(folder, { recursive: true });
    await warehouse.clickhouse.insert(FORMER_EVENTS, factRows(facts).events, { token: 'former' });
    await apply();
  });
  afterAll(() => warehouse.close());

  it('keeps every event, and its new columns say what the projection says', async () => {
    const names = EVENTS_TABLE.columns.map(({ name }) => name);
    const stored = await rowsOf(`SELECT ${names.join(', ')} FROM {d}.events FINAL ORDER BY _ko`);
    expect(stored).toEqual(facts.map(({ events: row }) => plain(row)));
  });

  it.each<[keyof Facts, InsertTable<never>]>([
    ['revenue_ledger', REVENUE_LEDGER_TABLE as InsertTable<never>],
    ['exposures', EXPOSURES_TABLE as InsertTable<never>],
    ['service_measurements', SERVICE_MEASUREMENTS_TABLE as InsertTable<never>],
    ['dim_games', DIM_GAMES_TABLE as InsertTable<never>],
  ])('has the %s its events speak of, to the kopeck', async (table, { columns }) => {
    const order = table === 'revenue_ledger' ? '_ko, line_no' : '_ko';
    const names = columns.map(({ name }) => name).join(', ');
    const stored = await rowsOf(`SELECT ${names} FROM {d}.${table} FINAL ORDER BY ${order}`);
    const expected = factRows(facts)[table] as readonly Readonly<Record<string, unknown>>[];
    expect(expected.length).toBeGreaterThan(0);
    expect(stored).toEqual(expected.map(plain));
  });

  it('has its copies', async () => {
    const counts = await rowsOf(
      `SELECT (SELECT count() FROM {d}.event_identities FINAL) AS identities, (SELECT count() FROM {d}.events_by_user FINAL) AS users,
        (SELECT count() FROM {d}.events_by_device FINAL) AS devices, (SELECT count() FROM {d}.device_links FINAL) AS links,
        (SELECT count() FROM {d}.wish_acts FINAL) AS wishes,
        (SELECT groupArray(user_no) FROM (SELECT user_no FROM {d}.dim_users FINAL ORDER BY user_no)) AS known`,
    );
    expect(counts).toEqual([
      {
        identities: String(events.length),
        users: String(events.filter((event) => event.user_no !== null).length),
        devices: String(events.filter((event) => event.device_no !== null).length),
        links: String(events.filter(isLink).length),
        wishes: String(events.filter(isWish).length),
        known: [...new Set(events.filter(({ type }) => OF_USERS.has(type)).map(({ user_no }) => user_no))]
          .filter(Number)
          .sort(),
      },
    ]);
  });

  it('knows how far it has got without reading its events, also of those that come', async () => {
    const latest = async () => {
      const [of] = await rowsOf(
        `SELECT (SELECT max(received_at) FROM {d}.events_watermark) AS kept, (SELECT max(received_at) FROM {d}.events) AS read`,
      );
      expect(of!['kept']).toBe(of!['read']);
      return Date.parse(String(of!['kept']));
    };
    const before = await latest();
    const [row] = factRows(facts).events;
    const later = { ...row!, id: 'later', received_at: new Date(before + 60_000) };
    await warehouse.clickhouse.insert(EVENTS_TABLE, [later], { token: 'later' });
    expect(await latest()).toBe(before + 60_000);
    const earlier = { ...row!, id: 'earlier', received_at: new Date(before) };
    await warehouse.clickhouse.insert(EVENTS_TABLE, [earlier], { token: 'earlier' });
    expect(await latest()).toBe(before + 60_000);
  });

  it('is left as it is by another run, and by every file again', async () => {
    const before = await contentsOf();
    await expect(apply()).resolves.toEqual([]);
    await warehouse.admin.command({ query: `DROP TABLE ${warehouse.config.database}.schema_migrations` });
    expect((await apply()).length).toBeGreaterThan(0);
    expect(await contentsOf()).toEqual(before);
  });

  const contentsOf = async () => {
    const tables = await rowsOf(
      `SELECT name FROM system.tables WHERE database = '{d}' AND engine = 'ReplacingMergeTree' AND name NOT IN ('schema_migrations') ORDER BY name`,
    );
    const contents: Record<string, unknown> = {};
    for (const { name } of tables) {
      contents[String(name)] = await rowsOf(`SELECT count(), groupBitXor(sipHash64(*)) FROM {d}.${String(name)} FINAL`);
    }
    return contents;
  };
});

/** A row as the server writes it. */
const plain = (row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : asText(value)]),
  );
const asText = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);
