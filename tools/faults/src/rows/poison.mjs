import { uuidOf } from '../load/data-set.mjs';

/** Rows about what comes in. */
const TOPIC = 'com.platform.faults.events.v1';
const MIB = 1024 * 1024;

const VIEW = { specversion: '1.0', type: 'com.platform.catalog.game.viewed.v1' };
const newOf = ({ id, source }) => ({
  id,
  source: `${source}-kafka`,
  time: new Date().toISOString(),
  data: { gameId: uuidOf(source, 'beside poison'), placement: 'search', platform: 'windows', anonymousId: id },
});

/** Records that no reader should trip over; none of them is an event. */
const PILLS = [
  ['no bytes', () => Buffer.alloc(0)],
  ['a megabyte of brackets', () => Buffer.alloc(MIB, '[')],
  ['no UTF-8', () => Buffer.from([0xff, 0xfe, 0xc0, 0x80])],
  ['a JSON text that is no event', () => Buffer.from('"hello"')],
  ['another magic', () => Buffer.from('PAR1 PAR1')],
  ['a gzip that is none', () => Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0])],
  ['half a JSON', () => Buffer.from('{"specversion":"1.0","id":"x","source":"/faults"')],
  ['a prototype', () => Buffer.from('{"__proto__":{"polluted":true},"specversion":"1.0"}')],
];

export const rows = [
  {
    id: 'F41',
    smoke: true,
    title: `${PILLS.length} poison pills among good events, in a topic of the platform`,
    scaled: 'more than 10 MB is refused by the broker; many months at once is the specs of the sink',
    inject: async (stage) => {
      const neighbours = stage.senders.data.deliveries
        .slice(0, PILLS.length)
        .map((event) => ({ ...VIEW, ...newOf(event) }));
      const messages = PILLS.flatMap(([, make], at) => [
        { key: 'poison', value: make(), partition: 0 },
        { key: 'poison', value: JSON.stringify(neighbours[at]), partition: 0 },
      ]);
      const [sent] = await stage.stores.kafka(async (admin, kafka) => {
        await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 1 }], waitForLeaders: true });
        const producer = kafka.producer();
        await producer.connect();
        try {
          return await producer.send({ topic: TOPIC, messages });
        } finally {
          await producer.disconnect();
        }
      });
      stage.first = Number(sent.baseOffset);
      stage.note(`${PILLS.length} pills in ${TOPIC} from ${stage.first}, each with a good neighbour`);
    },
    settled: async ({ stage, stores, data }) => {
      const [{ n }] = await stores.warehouse(`SELECT count() AS n FROM events WHERE source = '${data.source}-kafka'`);
      return Number(n) === PILLS.length ? pillsOf(stage, stores) : [`I3: ${n} of ${PILLS.length} neighbours of pills`];
    },
  },
];

async function pillsOf(stage, stores) {
  const letters = await stores.postgres(
    'SELECT origin_offset AS at, count(*) AS n FROM admin.dead_letters WHERE origin_topic = $1 AND origin_offset >= $2 GROUP BY 1',
    [TOPIC, stage.first],
  );
  const found = new Map(letters.map(({ at, n }) => [Number(at) - stage.first, Number(n)]));
  return PILLS.flatMap(([what], at) =>
    found.get(2 * at) === 1 ? [] : [`I7: ${what} has ${found.get(2 * at) ?? 0} dead letters`],
  );
}
