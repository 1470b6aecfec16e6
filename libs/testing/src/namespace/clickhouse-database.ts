import type { StackStores } from '../stack/stack-state';

const TIMEOUT_MS = 30_000;

export class ClickHouseRefused extends Error {
  constructor(status: number, answer: string) {
    super(`ClickHouse answered ${status}: ${answer.slice(0, 500)}`);
    this.name = 'ClickHouseRefused';
  }
}

/** A statement over the server's HTTP protocol. */
async function run(server: StackStores['clickhouse'], sql: string): Promise<void> {
  const headers = { 'X-ClickHouse-User': server.username, 'X-ClickHouse-Key': server.password };
  const answer = await fetch(server.url, {
    method: 'POST',
    body: sql,
    headers,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await answer.text();
  if (!answer.ok) throw new ClickHouseRefused(answer.status, text);
}

export const createClickHouseDatabase = (server: StackStores['clickhouse'], name: string): Promise<void> =>
  run(server, `CREATE DATABASE \`${name}\``);

export const dropClickHouseDatabase = (server: StackStores['clickhouse'], name: string): Promise<void> =>
  run(server, `DROP DATABASE IF EXISTS \`${name}\``);
