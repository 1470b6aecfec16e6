import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@analytics/testing';
import { HASTY_LAKE, Stack } from './stack/stack';
import { STEADY_SOURCE, SteadySenders } from './stack/steady-senders';
import { lakeObjects, rowsOf } from './stack/warehouse';

/** `FIRE_EVENTS=100000 FIRE_KAFKA_STOP_MS=60000 npm test -- under-fire` is the whole run; by default its smoke. */
const EVENTS = Number(process.env['FIRE_EVENTS'] ?? 10_000);
const KAFKA_STOP_MS = Number(process.env['FIRE_KAFKA_STOP_MS'] ?? 10_000);
const PATIENCE = { withinMs: 240_000, everyMs: 500 };

let stack: Stack;
let senders: SteadySenders;

beforeAll(async () => {
  stack = await Stack.start({ ...HASTY_LAKE, '*': { KAFKA_PARTITIONS_MOST: '2' } });
}, 300_000);
afterAll(() => stack.stop());

const acknowledged = (share: number): Promise<void> =>
  eventually(() => expect(senders.total).toBeGreaterThanOrEqual(EVENTS * share), PATIENCE);

async function kill(service: 'ingestion' | 'stream-processor'): Promise<void> {
  const { pid } = stack.state.services[service];
  process.kill(pid, 'SIGKILL');
  await eventually(() => expect(stack.state.services[service].pid).not.toBe(pid), PATIENCE);
}

interface Counts {
  readonly rows: string;
  readonly identities: string;
}
const counts = async (table: string): Promise<[number, number]> => {
  const query = `SELECT count() AS rows, uniqExact(source, id) AS identities FROM ${table} WHERE source = '${STEADY_SOURCE}'`;
  const [found] = await rowsOf<Counts>(stack, query);
  return [Number(found!.rows), Number(found!.identities)];
};

describe(`${EVENTS} events, one in twenty sent again, while everything in their way is killed`, () => {
  it('are acknowledged or refused for now, and nothing else is ever answered', async () => {
    senders = new SteadySenders(stack, { events: EVENTS, senders: 4 });
    await acknowledged(0.1);
    await kill('ingestion');
    await acknowledged(0.3);
    await kill('stream-processor');
    await acknowledged(0.4);
    // Stopped, not dead: it accepts connections and answers nobody, which is the harder case.
    const { pid } = stack.state.stores.kafka;
    process.kill(pid, 'SIGSTOP');
    await pause(KAFKA_STOP_MS);
    process.kill(pid, 'SIGCONT');
    await acknowledged(0.6);
    await kill('ingestion');
    await senders.done();
    expect(senders.undeclared).toEqual([]);
    expect(senders.sentAgain).toBeGreaterThan(EVENTS * 0.03);
  }, 900_000);

  it('are in the warehouse each exactly once', async () => {
    await eventually(async () => expect(await counts('events')).toEqual([senders.total, senders.total]), PATIENCE);
  }, 300_000);

  it('stand there in the order each device sent them', async () => {
    const [order] = await rowsOf<{ readonly devices: number; readonly turned: number }>(
      stack,
      `SELECT toUInt32(uniqExact(device_no)) AS devices, toUInt32(countIf(number != before + 1)) AS turned FROM (
         SELECT device_no, toInt64(splitByChar(':', id)[2]) AS number,
           lagInFrame(number, 1, -1) OVER (PARTITION BY device_no, _kp ORDER BY _ko ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before
         FROM events WHERE source = '${STEADY_SOURCE}')`,
    );
    expect(order).toMatchObject({ devices: senders.acknowledged.size, turned: 0 });
  });

  it('are in the lake, whose manifest has no gap and no offset twice', async () => {
    const files = lakeObjects(stack, 'raw_events/**.parquet', 'Parquet');
    await eventually(async () => expect((await counts(files))[1]).toBe(senders.total), PATIENCE);
    // The copy of a range's manifest comes after its file.
    await eventually(async () => {
      const ranges = await rangesOfManifest();
      expect(ranges.size).toBeGreaterThan(1);
      for (const ofPartition of ranges.values()) {
        expect(ofPartition.map(([from]) => from)).toEqual([
          ofPartition[0]![0],
          ...ofPartition.slice(0, -1).map(([, to]) => to + 1),
        ]);
      }
    }, PATIENCE);
  }, 600_000);
});

/** First and last offset of each copy of the lake's manifest, in their order, by partition. */
async function rangesOfManifest(): Promise<Map<string, [number, number][]>> {
  const copies = await rowsOf<{ readonly _path: string }>(
    stack,
    `SELECT DISTINCT _path FROM ${lakeObjects(stack, 'raw_events_manifest/**.json', 'RawBLOB')}`,
  );
  const ranges = new Map<string, [number, number][]>();
  for (const { _path: path } of copies) {
    const [, partition, from, to] = /\/(\d+)\/(\d+)-(\d+)\.json$/.exec(path)!;
    ranges.set(partition!, [...(ranges.get(partition!) ?? []), [Number(from), Number(to)]]);
  }
  for (const ofPartition of ranges.values()) ofPartition.sort(([a], [b]) => a - b);
  return ranges;
}
