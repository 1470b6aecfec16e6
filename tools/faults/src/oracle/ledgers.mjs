const VALIDATED = 'analytics.events.validated.v1';
const READERS = ['warehouse', 'lake'];

/** I9: every reader is at the end of its topic, and nothing is announced that was not finished. */
export async function ledgers({ stores }) {
  const { ends, readers } = await readingOf(stores);
  return [...readers.flatMap((one) => unfinished(one, ends)), ...unread(readers, ends)];
}

/** How many records of the clean topic the slower reader has still to read. */
export async function lag(stores) {
  const { ends, readers } = await readingOf(stores);
  const next = (name, part) => readers.find(({ reader, part: own }) => reader === name && own === part)?.next_off ?? 0;
  const left = (name) => [...ends].reduce((sum, [part, end]) => sum + end - Number(next(name, part)), 0);
  return Math.max(...READERS.map(left));
}

async function readingOf(stores) {
  const ends = new Map((await stores.ends(VALIDATED)).map(({ part, end }) => [part, end]));
  const sinks = await stores.postgres(
    'SELECT sink AS reader, part, next_off, pend_from FROM stream_processor.sink_progress WHERE topic = $1',
    [VALIDATED],
  );
  const lake = await stores.postgres(
    `SELECT 'lake' AS reader, part, next_off, NULL AS pend_from FROM ingestion.lake_positions WHERE topic = $1`,
    [VALIDATED],
  );
  return { ends, readers: [...sinks, ...lake] };
}

const unfinished = ({ reader, part, next_off: next, pend_from: pending }, ends) => [
  ...(Number(next) === ends.get(part) ? [] : [`I9: ${reader} is at ${next} of ${ends.get(part)} in partition ${part}`]),
  ...(pending === null ? [] : [`I9: ${reader} has announced ${pending} in partition ${part} and not finished it`]),
];

/** Who has no position at all has not begun to read. */
const unread = (readers, ends) =>
  [...ends]
    .filter(([, end]) => end > 0)
    .flatMap(([part]) =>
      READERS.filter((name) => !readers.some(({ reader, part: own }) => reader === name && own === part)).map(
        (name) => `I9: ${name} has not begun partition ${part}`,
      ),
    );

/** Positions by reader and partition, to see later that none went back. */
export async function positions(stores) {
  const rows = await stores.postgres('SELECT sink, topic, part, next_off FROM stream_processor.sink_progress');
  return new Map(rows.map(({ sink, topic, part, next_off: next }) => [`${sink} ${topic}/${part}`, Number(next)]));
}

export const wentBack = (before, after) =>
  [...before]
    .filter(([key, next]) => (after.get(key) ?? 0) < next)
    .map(([key, next]) => `I9: ${key} went back from ${next}`);
