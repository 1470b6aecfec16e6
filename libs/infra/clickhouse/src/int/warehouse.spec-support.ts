import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { ClickHouse } from '../clickhouse';
import { ClickHouseConfig } from '../clickhouse.config';

export interface Warehouse {
  readonly config: ClickHouseConfig;
  readonly clickhouse: ClickHouse;
  /** The plain client, for what the product does not do: tables of a test, a look behind. */
  readonly admin: ClickHouseClient;
  close(): Promise<void>;
}

export interface Server {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

export function configFor(server: Server, database: string, changes: Partial<ClickHouseConfig> = {}): ClickHouseConfig {
  const hosts = [new URL(server.url).host];
  return Object.assign(new ClickHouseConfig(), {
    hosts,
    user: server.username,
    password: server.password,
    database,
    ...changes,
  });
}

export async function openWarehouse(suite: string, changes: Partial<ClickHouseConfig> = {}): Promise<Warehouse> {
  const server = JSON.parse(readFileSync(process.env['ANALYTICS_STACK_STATE'] as string, 'utf8')).stores
    .clickhouse as Server;
  const database = `t_${suite.replaceAll('-', '_')}_${randomUUID().slice(0, 8)}`;
  const admin = createClient({ url: server.url, username: server.username, password: server.password });
  await admin.command({ query: `CREATE DATABASE ${database}` });
  const config = configFor(server, database, changes);
  const clickhouse = new ClickHouse(config);
  return {
    config,
    clickhouse,
    admin,
    close: async () => {
      await clickhouse.onApplicationShutdown();
      await admin.command({ query: `DROP DATABASE ${database}` });
      await admin.close();
    },
  };
}
