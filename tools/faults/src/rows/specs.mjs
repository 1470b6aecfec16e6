/**
 * Rows whose fault needs a place inside a process (named crash points) or a store of their own: specs of the product put it
 * there and check the invariants. They are run here by their names, and count when each of them ran and passed.
 */
const SINK = 'apps/stream-processor/src/warehouse/specs';
const LAKE = 'apps/ingestion/src/lake/specs';

const everyPlace = { file: `${SINK}/warehouse-killed.int-spec.ts`, name: 'at every place, one after the other' };
const serverFaults = (fault) => ({ file: `${SINK}/warehouse-faults.int-spec.ts`, name: `whose server ${fault}` });
const lakeAt = { file: `${LAKE}/lake-killed.int-spec.ts`, name: 'a lake writer that is killed' };
const sink = (name) => ({ file: `${SINK}/warehouse-sink.int-spec.ts`, name });

export const rows = [
  { id: 'F1', group: 'sink', title: 'sink killed before its dead letters (decided)', specs: [everyPlace] },
  { id: 'F2', group: 'sink', title: 'sink killed after its dead letters, before its intent', specs: [everyPlace] },
  { id: 'F3', group: 'sink', title: 'sink killed after its intent', specs: [everyPlace] },
  { id: 'F4', group: 'sink', title: 'body of an insert cut in the middle', specs: [serverFaults('cuts the body')] },
  {
    id: 'F5',
    group: 'sink',
    title: 'killed between the tables and their views',
    specs: [
      everyPlace,
      {
        file: `${SINK}/warehouse-stores-killed.int-spec.ts`,
        name: 'after ClickHouse was killed in the middle of inserts',
      },
    ],
  },
  { id: 'F6', group: 'sink', title: 'the answer to an insert is lost', specs: [serverFaults('loses the answer')] },
  { id: 'F7', group: 'sink', title: 'sink killed after it confirmed, before Kafka knows', specs: [everyPlace] },
  {
    id: 'F8',
    group: 'sink',
    title: 'sink killed while it recovers, again and again',
    specs: [{ ...everyPlace, name: 'again and again while it recovers' }],
  },
  ...['after it announced', 'while it stores', 'after it stored', 'between files', 'after it committed'].map(
    (place, at) => ({ id: `F${9 + at}`, group: 'lake', title: `lake writer killed ${place}`, specs: [lakeAt] }),
  ),
  {
    id: 'F15',
    group: 'process',
    title: 'a sink frozen beyond its session, between intent and insert, wakes up',
    specs: [{ ...everyPlace, name: 'beyond its session is fenced when it wakes up' }],
    all: true,
  },
  {
    id: 'F16',
    group: 'process',
    title: 'an insert again after its token is forgotten',
    specs: [
      {
        file: 'apps/pipeline-worker/src/reconciliation/reconciliation.int-spec.ts',
        name: 'names a row that is gone, a row that is there twice',
      },
      {
        file: 'apps/pipeline-worker/src/marts/mart-rebuild.int-spec.ts',
        name: 'are corrected by a rebuild after facts went in a second time under another token',
      },
    ],
  },
  {
    id: 'F17',
    group: 'process',
    title: 'two sinks on one partition',
    specs: [
      sink('of two owners the later one goes on'),
      { file: `${LAKE}/lake-batches.int-spec.ts`, name: 'of two writers that believe to own the partition are fenced' },
    ],
  },
  {
    id: 'F19',
    group: 'process',
    title: 'another version of the code finds what the one before announced',
    specs: [sink('a pending range announced by another version of the code')],
  },
  {
    id: 'F24',
    group: 'kafka',
    title: 'a topic gets more partitions',
    specs: [{ ...everyPlace, name: 'become more is stored as before' }],
  },
  {
    id: 'F25',
    group: 'kafka',
    title: 'a topic is deleted and made anew',
    specs: [
      { ...everyPlace, name: 'are made anew is not read on' },
      sink('stops where the topic ends before the ledger'),
    ],
  },
  {
    id: 'F26',
    group: 'kafka',
    title: 'Kafka has thrown away what was not read yet',
    specs: [
      sink('stops where offsets are missing that Kafka keeps no longer'),
      { file: `${LAKE}/lake-batches.int-spec.ts`, name: 'stand still when offsets are missing' },
    ],
  },
  {
    id: 'F36',
    group: 'postgres',
    title: 'PostgreSQL put back to an older state',
    specs: [
      {
        file: `${SINK}/warehouse-stores-killed.int-spec.ts`,
        name: 'after PostgreSQL was put back by a while',
      },
      sink('a ledger that lost its last commits'),
    ],
  },
  {
    id: 'F44',
    group: 'events',
    title: 'dead letters replayed, by a runner that is killed, and again',
    specs: [
      {
        file: 'apps/admin/src/replays/specs/replays.int-spec.ts',
        name: 'go on after a kill -9, and let each event in once',
      },
      {
        file: 'apps/admin/src/replays/specs/replay-verdicts.int-spec.ts',
        name: 'sends again what a runner had sent when it died',
      },
    ],
  },
];
