import http from 'node:http';
import { text } from 'node:stream/consumers';
import type { StackStores } from '../stack/stack-state';

const TIMEOUT_MS = 30_000;

export class ClickHouseRefused extends Error {
  constructor(status: number, answer: string) {
    super(`ClickHouse answered ${status}: ${answer.slice(0, 500)}`);
    this.name = 'ClickHouseRefused';
  }
}

/**
 * A statement over the server's HTTP protocol, on a connection of its own: of one that is kept, nobody knows whether the server is
 * about to close it, and suites lie minutes apart.
 */
function run(server: StackStores['clickhouse'], sql: string): Promise<void> {
  const headers = { 'X-ClickHouse-User': server.username, 'X-ClickHouse-Key': server.password };
  const options = { method: 'POST', headers, agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) };
  return new Promise((resolve, reject) => {
    const request = http.request(server.url, options, (answer) => {
      const status = answer.statusCode ?? 0;
      text(answer).then(
        (told) => (status === 200 ? resolve() : reject(new ClickHouseRefused(status, told))),
        (error: unknown) => reject(error as Error),
      );
    });
    request.on('error', reject).end(sql);
  });
}

export const createClickHouseDatabase = (server: StackStores['clickhouse'], name: string): Promise<void> =>
  run(server, `CREATE DATABASE \`${name}\``);

export const dropClickHouseDatabase = (server: StackStores['clickhouse'], name: string): Promise<void> =>
  run(server, `DROP DATABASE IF EXISTS \`${name}\``);
