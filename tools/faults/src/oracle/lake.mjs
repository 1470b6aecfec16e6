import { differenceOf, unequal } from './differences.mjs';

const FILES_AT_ONCE = 100;

/** I1 and I2: everything accepted is in committed files, whose ranges follow one another without gap or overlap. */
export async function lake({ stores, data, since }) {
  const broken = await ranges(stores);
  const rows = await accepted(stores, data.source, since);
  const ids = new Set(rows.map(({ id }) => id));
  const paid = new Map(rows.filter(({ gross }) => gross !== '').map(({ id, gross }) => [id, BigInt(gross)]));
  const sum = [...paid.values()].reduce((total, gross) => total + gross, 0n);
  return [
    ...broken,
    ...differenceOf('I1', 'the lake', new Set(data.truth.ids.keys()), ids),
    ...unequal('I4', 'the sum of payments in the lake', data.truth.grossKopecks, sum),
  ];
}

/** I2, whoever the events are from. */
export async function ranges(stores) {
  const gaps = await stores.postgres(
    `SELECT topic, part, lower(offs) AS begins, previous FROM (
       SELECT topic, part, offs, lag(upper(offs)) OVER (PARTITION BY topic, part ORDER BY lower(offs)) AS previous
       FROM ingestion.lake_batches) batches WHERE previous IS NOT NULL AND lower(offs) <> previous`,
  );
  const counts = await stores.postgres(
    `SELECT b.id, b.rows, coalesce(sum(f.rows), 0) AS in_files, upper(b.offs) - lower(b.offs) AS offsets
     FROM ingestion.lake_batches b LEFT JOIN ingestion.lake_files f ON f.batch = b.id
     WHERE b.state = 'committed' GROUP BY b.id HAVING b.rows <> coalesce(sum(f.rows), 0) OR b.rows > upper(b.offs) - lower(b.offs)`,
  );
  return [
    ...gaps.map(({ topic, part, begins, previous }) => `I2: ${topic}/${part}: batch at ${begins} after ${previous}`),
    ...counts.map(({ id, rows, in_files: inFiles }) => `I2: batch ${id} says ${rows} rows, its files ${inFiles}`),
  ];
}

async function accepted(stores, source, since) {
  const files = await stores.postgres(
    `SELECT f.key FROM ingestion.lake_files f JOIN ingestion.lake_batches b ON b.id = f.batch
     WHERE b.state = 'committed' AND b.committed_at >= $1 ORDER BY f.key`,
    [since],
  );
  const rows = [];
  for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
    const keys = files.slice(at, at + FILES_AT_ONCE).map(({ key }) => key);
    const gross = `JSONExtractRaw(JSONExtractArrayRaw(assumeNotNull(toString(data)), 'lines')[1], 'grossMinor')`;
    rows.push(
      ...(await stores.warehouse(
        `SELECT id, ${gross} AS gross FROM ${stores.lakeFiles(keys)} WHERE source = '${source}' FORMAT JSON`,
      )),
    );
  }
  return rows;
}
