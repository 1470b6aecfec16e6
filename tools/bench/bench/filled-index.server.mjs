// A PostgreSQL of its own with an index of dead letters whose rows the server makes itself. Not a row: the bench passes over
// `.server.mjs` files.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const require = createRequire(import.meta.url);
require('reflect-metadata');
const { REASON_CODES } = require('@analytics/contracts');
const { Postgres, PostgresConfig, PostgresMigrations } = require('@analytics/infra-postgres');

const ROOT = path.resolve(import.meta.dirname, '../../..');
const CLI = path.join(ROOT, 'tools/local-stack/src/cli.mjs');
const BATCH = 250_000;

/** The values of a filter that very many records have, and those that only a few have, whatever the number of records. */
export const COMMON = {
  reason: 'SCHEMA_VIOLATION',
  type: 'com.platform.bench.type0.v1',
  source: '/bench/0',
  stage: 'validate',
  status: 'open',
};
export const RARE = {
  reason: 'LAKE_REJECTED',
  type: 'com.platform.bench.rare.v1',
  source: '/bench/rare',
  stage: 'lake',
  status: 'replaying',
};
/** Common ones that meet nothing: the reason has another stage, and the type another source. */
export const STRANGERS = { stage: 'dwh', source: '/bench/1' };

const RARELY = 200;
const INGESTED = ['MALFORMED_JSON', 'ENCODING', 'TOO_DEEP', 'ID_CONFLICT'];
const others = REASON_CODES.filter((reason) => ![COMMON.reason, RARE.reason].includes(reason));
const listed = (values) => `ARRAY[${values.map((value) => `'${value}'`).join(', ')}]`;
/** A number from 0 to 1 that belongs to the record, another for each seed. */
const chance = (seed) => `((hashint8extended(g, ${seed}) & 1048575) / 1048576.0)`;

const rows = (total) => `
  INSERT INTO dead_letters (id, identity, letter_id, status, reason, stage, pointer, detail, retriable, event_type, source, event_id,
      record_key, origin_topic, origin_partition, origin_offset, origin_at, processor, personal, first_seen_at, last_seen_at, raw, raw_bytes, subjects)
  SELECT name, sha256(name::bytea), name, CASE WHEN rare THEN '${RARE.status}' ELSE status END, reason,
         CASE WHEN reason = '${RARE.reason}' THEN '${RARE.stage}' WHEN reason = 'DWH_REJECTED' THEN '${STRANGERS.stage}'
              WHEN reason = ANY(${listed(INGESTED)}) THEN 'ingest' ELSE '${COMMON.stage}' END,
         '/data/member' || g % 40, 'must be a value of kind ' || g % 1000, false, type,
         CASE WHEN rare THEN '${RARE.source}' WHEN type = '${COMMON.type}' AND source = '${STRANGERS.source}' THEN '${COMMON.source}' ELSE source END,
         'event ' || g, 'key ' || g % greatest(1, ${total} / 5), 'analytics.events.collected.v1', g % 12, g, seen, 'ingestion@1', true, seen, seen,
         decode(repeat(md5(name), 19), 'hex'), 304, ARRAY[encode(sha256(('person ' || g % 100000)::bytea), 'base64')]
    FROM (SELECT g, md5(g::text) || md5((-g)::text) AS name, g % (${total} / ${RARELY}) = 7 AS rare,
                 (ARRAY['open', 'open', 'open', 'open', 'open', 'open', 'resolved', 'resolved', 'resolved', 'discarded'])[1 + (${chance(1)} * 10)::int % 10] AS status,
                 CASE WHEN g % (${total} / ${RARELY}) = 7 THEN '${RARE.reason}' WHEN ${chance(2)} < 0.5 THEN '${COMMON.reason}'
                      ELSE (${listed(others)})[1 + (power(${chance(3)}, 3) * ${others.length})::int % ${others.length}] END AS reason,
                 CASE WHEN g % (${total} / ${RARELY}) = 7 THEN '${RARE.type}'
                      ELSE 'com.platform.bench.type' || kind || '.v1' END AS type,
                 -- One service sends a type, as a rule.
                 '/bench/' || (kind * 7 + (${chance(5)} < 0.1)::int) % 20 AS source,
                 date_trunc('milliseconds', now() - interval '90 days' * (1 - g::float8 / ${total})) AS seen
            FROM (SELECT g, (power(${chance(4)}, 2) * 30)::int % 30 AS kind FROM generate_series($1::bigint, $2::bigint) AS g) AS named) AS made`;

/** Indexes that are not constraints are built once the rows are there. */
const OTHER_INDEXES = `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
  WHERE schemaname = 'admin' AND tablename = 'dead_letters' AND indexdef NOT LIKE 'CREATE UNIQUE%'`;

async function fill(postgres, total, say) {
  const indexes = await postgres.query(OTHER_INDEXES);
  for (const { name } of indexes) await postgres.query(`DROP INDEX "${name}"`);
  for (let from = 1; from <= total; from += BATCH) {
    await postgres.query(rows(total), [from, Math.min(total, from + BATCH - 1)]);
    say(`  … ${Math.min(total, from + BATCH - 1)} records made`);
  }
  for (const { definition } of indexes) await postgres.query(definition);
  await postgres.query('ANALYZE dead_letters');
  await postgres.query('ANALYZE dead_letter_counts');
  say(`  … ${indexes.length} indexes built`);
}

export async function filledIndex(total, say) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-dead-letters-'));
  const child = spawn(process.execPath, [CLI, 'store', 'postgres', '--data-dir', folder], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let told = '';
  for await (const chunk of child.stdout) {
    told += chunk;
    if (told.includes('\n')) break;
  }
  child.stdout.resume();
  const { url: dsn } = JSON.parse(told.split('\n')[0]);
  const config = Object.assign(new PostgresConfig(), {
    dsn,
    tlsMode: 'disable',
    poolSize: 2,
    statementTimeoutMs: 3_600_000,
  });
  const migrations = new PostgresMigrations(config);
  await migrations.apply();
  await migrations.close();
  const postgres = await Postgres.of(config, 'admin');
  await fill(postgres, total, say);
  return {
    postgres,
    async stop() {
      await postgres.close();
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
