import { readStack } from '../stack/stack-state.mjs';
import { Warehouse } from '../stack/warehouse.mjs';
import { usageOf } from '../watching/processes.mjs';
import { FILLED_TOPIC, fillStatements, gamesStatement } from './rows.sql.mjs';

const CHUNK = 500_000;
const HOUR_MS = 3_600_000;
export const LOUD =
  'FOR MEASURING QUERIES ONLY: these rows do not come through ingestion. Nothing is proved by them, and reconciliations of this stack will say that the lake does not know them.';

/** Numbers of rows are bounded by the disk; a chunk is one part, so that merges have little to do. */
const SETTINGS = {
  max_insert_block_size: CHUNK,
  max_block_size: CHUNK,
  min_insert_block_size_rows: CHUNK,
  max_insert_threads: 1,
  max_threads: 1,
  max_partitions_per_insert_block: 0,
  use_hive_partitioning: 0,
  insert_deduplicate: 0,
};

/** Fills the tables of the warehouse inside the engine, with rows over the last `days` days; more are added to those of before. */
export async function fillRun({ events, days, seed, dataDir }, out, interrupted) {
  const state = readStack(dataDir);
  const warehouse = new Warehouse(state.stores);
  out.write(`${LOUD}\n`);
  const { first } = await warehouse.one(`SELECT count() AS first FROM events WHERE _kt = '${FILLED_TOPIC}'`, {
    settings: { output_format_json_quote_64bit_integers: 0 },
  });
  let stopping = false;
  interrupted(() => (stopping = true));
  const plan = {
    first,
    total: events,
    days,
    endsAt: Math.floor(Date.now() / HOUR_MS) * HOUR_MS,
    seed,
    people: peopleFor(events),
  };
  const engine = () => usageOf({ clickhouse: state.stores.clickhouse.pid }).clickhouse;
  const [began, before] = [Date.now(), engine()];
  if (first === 0) await warehouse.run(gamesStatement(plan), { settings: SETTINGS });
  let done = 0;
  while (done < events && !stopping) {
    const count = Math.min(CHUNK, events - done);
    for (const { query } of fillStatements({ ...plan, from: first + done, count })) {
      await warehouse.run(query, { settings: SETTINGS });
    }
    done += count;
    const seconds = (Date.now() - began) / 1_000;
    out.write(`${done} of ${events} rows, ${seconds.toFixed(0)} s, ${Math.round(done / seconds)}/s\n`);
  }
  const { bytes } = await warehouse.one(
    'SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = currentDatabase()',
    {
      settings: { output_format_json_quote_64bit_integers: 0 },
    },
  );
  const cpuSeconds = engine().cpuSeconds - before.cpuSeconds;
  out.write(
    `${done} rows of events and what is made of them: ${(bytes / 2 ** 30).toFixed(1)} GiB on disk, ${cpuSeconds.toFixed(0)} s of processor time. ${LOUD}\n`,
  );
  return {
    ...{ kind: 'load', via: 'warehouse', warning: LOUD, events: done, days, seed, people: plan.people },
    ...{
      seconds: (Date.now() - began) / 1_000,
      engine_cpu_seconds: cpuSeconds,
      bytes_on_disk: bytes,
      verdict: 'not asked',
    },
  };
}

const peopleFor = (events) => Math.min(1_000_000, Math.max(200, Math.floor(events / 50)));
