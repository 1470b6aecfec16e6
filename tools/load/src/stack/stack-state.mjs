import { readFileSync } from 'node:fs';
import path from 'node:path';

export class NoStack extends Error {}

/** What a running stack says of itself; read anew where a restarted process matters. */
export function readStack(dataDir) {
  const file = path.join(dataDir, 'state.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new NoStack(
      `No stack runs from ${dataDir}: start one with \`npm start -- --detach --no-demo\`, or name its folder with --data-dir.`,
    );
  }
}

/** What must be there for a run; says in one sentence what is missing. */
export function requireWhole(state) {
  for (const name of ['kafka', 'clickhouse', 'postgres', 's3']) {
    if (state.stores?.[name] === undefined) throw new NoStack(`The stack has no ${name}: start it without --stores.`);
  }
  for (const name of ['ingestion', 'stream-processor', 'admin']) {
    if (state.services?.[name] === undefined) {
      throw new NoStack(`The stack has no ${name}: start it without --stores-only.`);
    }
  }
}

export function pidsOf({ services, stores }) {
  return Object.fromEntries(
    [...Object.entries(services), ...Object.entries(stores)].map(([name, { pid }]) => [name, pid]),
  );
}
