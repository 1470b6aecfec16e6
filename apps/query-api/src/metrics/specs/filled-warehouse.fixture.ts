import type { ValidatedEvent } from '@analytics/contracts';
import {
  ATTRIBUTED_EVENTS_TABLE,
  type AttributedEventRow,
  FACT_GAME_SESSIONS_TABLE,
  FACT_TABLES,
  factRows,
  factsOf,
  type GameSessionRow,
  type InsertTable,
  STORE_SESSIONS_TABLE,
  type StoreSessionRow,
  WISHLIST_LEDGER_TABLE,
  type WishlistRow,
} from '@analytics/domain';
import { ClickHouse, ClickHouseConfig, ClickHouseMigrations } from '@analytics/infra-clickhouse';
import { suiteNamespace, type World, worldOf } from '@analytics/testing';

export interface FilledWarehouse {
  readonly clickhouse: ClickHouse;
  readonly config: ClickHouseConfig;
  dispose(): Promise<void>;
}

const INSERTED_AT_ONCE = 20_000;
const COUNTED = { facts: 1n, is_deleted: 0 };

/** A migrated database that holds what these events say, as the workers would have left it. */
export async function filledWarehouse(name: string, events: readonly ValidatedEvent[]): Promise<FilledWarehouse> {
  const suite = await suiteNamespace(name, { databases: ['clickhouse'] });
  const filled = await filledAt(suite.clickhouse, events);
  const dispose = async () => {
    await filled.dispose();
    await suite.dispose();
  };
  return { ...filled, dispose };
}

interface Server {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
}

/** The same on a server of the test's own. */
export async function filledAt(server: Server, events: readonly ValidatedEvent[]): Promise<FilledWarehouse> {
  const { url, username, password, database } = server;
  const place = { hosts: [new URL(url).host], user: username, password, database };
  const config = Object.assign(new ClickHouseConfig(), place);
  const migrations = new ClickHouseMigrations(config);
  await migrations.apply();
  await migrations.close();
  const clickhouse = new ClickHouse(config);
  await fillFacts(clickhouse, events);
  await fillDerived(clickhouse, worldOf(events));
  return {
    clickhouse,
    config,
    dispose: () => clickhouse.onApplicationShutdown(),
  };
}

async function fillFacts(clickhouse: ClickHouse, events: readonly ValidatedEvent[]): Promise<void> {
  const facts = events.map((event, index) =>
    factsOf(event, { topic: 'spec', partition: 0, offset: BigInt(index), hash: BigInt(index) }),
  );
  const rows = factRows(facts);
  await insert(clickhouse, FACT_TABLES.events, rows.events);
  await insert(clickhouse, FACT_TABLES.revenue_ledger, rows.revenue_ledger);
  await insert(clickhouse, FACT_TABLES.service_measurements, rows.service_measurements);
  await insert(clickhouse, FACT_TABLES.dim_games, rows.dim_games);
}

async function fillDerived(clickhouse: ClickHouse, world: World): Promise<void> {
  await insert(clickhouse, FACT_GAME_SESSIONS_TABLE, gameSessionRows(world));
  await insert(clickhouse, STORE_SESSIONS_TABLE, storeSessionRows(world));
  await insert(clickhouse, ATTRIBUTED_EVENTS_TABLE, attributedRows(world));
  await insert(clickhouse, WISHLIST_LEDGER_TABLE, wishRows(world));
}

async function insert<Row>(clickhouse: ClickHouse, table: InsertTable<Row>, rows: readonly Row[]): Promise<void> {
  for (let from = 0; from < rows.length; from += INSERTED_AT_ONCE) {
    await clickhouse.insert(table, rows.slice(from, from + INSERTED_AT_ONCE), { token: `spec-${from}` });
  }
}

const placeOf = ({ platform, country }: ValidatedEvent) => ({ platform: platform ?? '', country: country ?? '' });
const textOf = ({ data }: ValidatedEvent, name: string): string => String(data[name] ?? '');

const gameSessionRows = ({ gameSessions }: World): GameSessionRow[] =>
  gameSessions.map(({ id, user, game, startedAt, saidEnd, lastSignAt, hasHeartbeat, from }) => ({
    session_id: id,
    started_at: new Date(startedAt),
    game_id: game,
    user_no: user,
    ended_at: saidEnd === undefined ? null : new Date(saidEnd),
    last_sign_at: new Date(lastSignAt),
    has_heartbeat: hasHeartbeat,
    ...placeOf(from),
    client_version: textOf(from, 'clientVersion'),
    is_bot: from.is_bot,
    is_staff: from.is_staff,
    ...COUNTED,
  }));

const storeSessionRows = ({ storeSessions }: World): StoreSessionRow[] =>
  storeSessions.map(({ user, device, startedAt, endedAt, events, bot, staff }, index) => ({
    session_id: BigInt(index),
    started_at: new Date(startedAt),
    ended_at: new Date(endedAt),
    user_no: user,
    device_no: device,
    events: events.length,
    ...placeOf(events[0]!.event),
    is_bot: bot,
    is_staff: staff,
    ...COUNTED,
  }));

const attributedRows = ({ told, ownerOf }: World): AttributedEventRow[] =>
  told.flatMap((one) => {
    const { event, at } = one;
    const { user, staff } = ownerOf(one);
    if (event.user_no !== null || user === 0) return [];
    return [
      {
        effective_at: new Date(at),
        device_no: event.device_no ?? 0,
        source: event.source,
        id: event.id,
        user_no: user,
        event_type: event.type,
        game_id: textOf(event, 'gameId'),
        ...placeOf(event),
        client_version: textOf(event, 'clientVersion'),
        campaign_id: textOf(event, 'campaignId'),
        placement: textOf(event, 'placement'),
        kind: '',
        is_activity: event.type === 'com.platform.catalog.game.viewed.v1',
        is_bot: event.is_bot,
        is_staff: staff,
        ...COUNTED,
      },
    ];
  });

const wishRows = ({ wishSteps }: World): WishlistRow[] =>
  wishSteps.map(({ event, at, user, game, effect }) => ({
    effective_at: new Date(at),
    game_id: game,
    user_no: user,
    source: event.source,
    id: event.id,
    effect,
    ...placeOf(event),
    is_bot: event.is_bot,
    is_staff: event.is_staff,
    ...COUNTED,
  }));
