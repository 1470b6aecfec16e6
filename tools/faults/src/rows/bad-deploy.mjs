import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { uuidOf } from '../load/data-set.mjs';
import { ROOT } from '../places.mjs';

/** A version of ours that fails on everything must refuse nothing: what it cannot handle waits for the next one. */
const TOPIC = 'com.platform.deploys.events.v1';
const EVENTS = 400;
const FLAG = 'bad-deploy';
const STEP = path.join(ROOT, 'apps/ingestion/dist/intake/steps/clean-event.js');
const FIXTURE = path.join(ROOT, 'tools/faults/fixtures/broken-step.cjs');

const sourceOf = (data) => `${data.source}-deploy`;
const storedOf = async (stores, source) => {
  const [{ n }] = await stores.warehouse(`SELECT count() AS n FROM events WHERE source = '${source}'`);
  return Number(n);
};

function events(source, count) {
  return Array.from({ length: count }, (_, at) => ({
    ...{ specversion: '1.0', id: uuidOf(source, 'event', at), source, type: 'com.platform.catalog.game.viewed.v1' },
    time: new Date().toISOString(),
    data: {
      gameId: uuidOf(source, 'game'),
      placement: 'search',
      platform: 'windows',
      anonymousId: `device-${at % 20}`,
    },
  }));
}

async function sent(stores, source, count) {
  const messages = events(source, count).map((event) => ({
    ...{ key: event.data.anonymousId, value: JSON.stringify(event), partition: 0 },
  }));
  await stores.kafka(async (admin, kafka) => {
    await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 1 }], waitForLeaders: true });
    const producer = kafka.producer();
    await producer.connect();
    try {
      await producer.send({ topic: TOPIC, messages });
    } finally {
      await producer.disconnect();
    }
  });
}

export const rows = [
  {
    id: 'F42',
    title: 'everything fails after a bad deploy: nothing is refused, and the version after it stores everything',
    scaled: `${EVENTS} events at once; fewer than 20 in a batch are not taken for a fault of ours`,
    settings: (file) => ({
      ingestion: { NODE_OPTIONS: `--require=${FIXTURE}`, BROKEN_STEP: STEP, BROKEN_WHILE: file(FLAG) },
    }),
    inject: async (stage) => {
      const { data } = stage.senders;
      // What came before the deploy was handled by the version before it.
      await stage.reached(1);
      while ((await storedOf(stage.stores, data.source)) < data.truth.ids.size) await stage.pause(500);
      // And the topic is one that is being read: a new one is looked for now and then only.
      const before = `${sourceOf(data)}-before`;
      await sent(stage.stores, before, 1);
      while ((await storedOf(stage.stores, before)) < 1) await stage.pause(500);
      const flag = stage.product.file(FLAG);
      await stage.until(
        () => rmSync(flag, { force: true }),
        () => writeFileSync(flag, ''),
      );
      stage.note('every event fails');
      const source = sourceOf(data);
      await sent(stage.stores, source, EVENTS);
      await stage.pause(10_000);
      const stored = await storedOf(stage.stores, source);
      if (stored > 0) throw new Error(`${stored} events were stored by a version that fails on all of them`);
    },
    settled: async ({ stores, data }) => {
      const source = sourceOf(data);
      const letters = await stores.postgres('SELECT reason FROM admin.dead_letters WHERE source = $1 OR reason = $2', [
        source,
        'INTERNAL',
      ]);
      const stored = await storedOf(stores, source);
      return [
        ...(letters.length === 0 ? [] : [`I7: ${letters.length} dead letters of the bad deploy`]),
        ...(stored === EVENTS ? [] : [`I3: ${stored} of ${EVENTS} events that waited for the next version`]),
      ];
    },
  },
];
