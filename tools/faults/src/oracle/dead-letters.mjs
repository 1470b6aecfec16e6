import { differenceOf } from './differences.mjs';

/** I7: refused is exactly what had to be, for the right reason, and nothing that was good. */
export async function deadLetters({ stores, data }) {
  const rows = await stores.postgres('SELECT event_id, reason FROM admin.dead_letters WHERE source = $1', [
    data.source,
  ]);
  return differenceOf(
    'I7',
    'the dead letters',
    new Set(data.truth.refused.map(({ id, reason }) => `${id} ${reason}`)),
    new Set(rows.map(({ event_id: id, reason }) => `${id} ${reason}`)),
  ).concat(rows.length > data.truth.refused.length ? [`I7: ${rows.length} records of dead letters`] : []);
}
