import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { ClickHouse } from '../clickhouse';
import { ClickHouseConfig } from '../clickhouse.config';

export interface Server {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
}

/** A suite's place on the real server, as the test library gives it. */
export interface Place {
  readonly clickhouse: Server;
  dispose(): Promise<void>;
}

export interface Warehouse {
  readonly config: ClickHouseConfig;
  readonly clickhouse: ClickHouse;
  /** The plain client, for what the product does not do: tables of a test, a look behind. */
  readonly admin: ClickHouseClient;
  close(): Promise<void>;
}

export function configFor(server: Server, changes: Partial<ClickHouseConfig> = {}): ClickHouseConfig {
  const { url, username: user, password, database } = server;
  return Object.assign(new ClickHouseConfig(), { hosts: [new URL(url).host], user, password, database, ...changes });
}

export const adminOf = ({ url, username, password }: Server): ClickHouseClient =>
  createClient({ url, username, password });

export function openWarehouse(place: Place, changes: Partial<ClickHouseConfig> = {}): Warehouse {
  const config = configFor(place.clickhouse, changes);
  const clickhouse = new ClickHouse(config);
  const admin = adminOf(place.clickhouse);
  const close = async () => {
    await Promise.all([clickhouse.onApplicationShutdown(), admin.close()]);
    await place.dispose();
  };
  return { config, clickhouse, admin, close };
}
