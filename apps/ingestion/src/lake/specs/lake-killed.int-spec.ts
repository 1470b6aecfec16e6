import { VALIDATED_TOPIC } from '@analytics/contracts';
import { KafkaConfig, KafkaPort, provisionTopics } from '@analytics/infra-kafka';
import { LakeCatalogue } from '@analytics/infra-postgres';
import type { RunningService } from '@analytics/service-kit';
import {
  eventually,
  type PrivateStore,
  sleep,
  startPrivateStore,
  suiteNamespace,
  type SuiteNamespace,
} from '@analytics/testing';
import { validatedEvent } from '../fixtures/lake-events.fixture';
import { LakeSuite } from '../fixtures/lake-suite.fixture';
import { LakeJanitor } from '../lake-janitor';
import type { LakeStep } from '../lake-steps';

jest.setTimeout(600_000);

const PARTITIONS = 2;
const TOTALS = `SELECT count(*)::INT AS rows, count(DISTINCT (source, id))::INT AS events, count(DISTINCT (_kp, _ko))::INT AS places FROM lake`;

const LEAVES_FILES: readonly LakeStep[] = ['file being put', 'between files', 'files put'];

/** Sends events of these numbers through Kafka, a part of them twice. */
async function send(kafka: KafkaPort, from: number, to: number): Promise<number> {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const twice = numbers.filter((number) => number % 20 === 0);
  const outgoing = [...numbers, ...twice].map((number) => ({
    topic: VALIDATED_TOPIC,
    key: String(number),
    value: JSON.stringify(validatedEvent(number)),
  }));
  await kafka.send(outgoing);
  return outgoing.length;
}

const provision = (space: Pick<SuiteNamespace, 'kafka' | 'topicPrefix'>) =>
  provisionTopics(
    Object.assign(new KafkaConfig(), { brokers: [...space.kafka.brokers], topicPrefix: space.topicPrefix }),
    [
      {
        name: VALIDATED_TOPIC,
        partitions: PARTITIONS,
        retentionMs: 3_600_000,
        cleanup: 'delete',
        maxMessageBytes: 1_000_000,
        timestamp: 'create',
      },
    ],
  );

/** Waits until the lake holds as many rows as were sent; each place of the topic once, no gap, every file there and whole. */
async function expectAllInLake(suite: LakeSuite, reader: RunningService, sent: number, events: number): Promise<void> {
  const catalogue = reader.app.get(LakeCatalogue);
  await eventually(
    async () => {
      const files = await suite.files(catalogue);
      expect(files.reduce((sum, { rows }) => sum + rows, 0)).toBe(sent);
    },
    { withinMs: 150_000 },
  );
  const files = await suite.files(catalogue);
  expect(await suite.read(files, TOTALS)).toEqual([{ rows: sent, events, places: sent }]);
  expect(await catalogue.gaps()).toEqual([]);
}

describe('a lake writer that is killed', () => {
  let suite: LakeSuite;
  let reader: RunningService;
  let sent = 0;
  let events = 0;

  beforeAll(async () => {
    const space = await suiteNamespace('ingestion-lake-killed', { databases: ['postgres'] });
    suite = await LakeSuite.open(space, space.s3);
    await provision(space);
    reader = await suite.start();
  });
  afterAll(() => suite.close());

  const more = async (count: number): Promise<void> => {
    sent += await send(reader.app.get(KafkaPort), events, events + count);
    events += count;
  };

  const steps: (readonly [LakeStep, number])[] = [
    ['pending written', 0],
    ['file being put', 1],
    ['between files', 1],
    ['files put', 1],
    ['committed', 0],
  ];
  it.each(steps)('at "%s" leaves nothing uncounted to readers', async (dieAt, after) => {
    await more(400);
    await suite.dies({ dieAt, after });
    const catalogue = reader.app.get(LakeCatalogue);
    const files = await suite.files(catalogue);
    for (const { key, bytes } of files) expect((await suite.store.head(key))?.bytes).toBe(bytes);
    expect(await catalogue.gaps()).toEqual([]);
    // What was stored without being committed is there, and no reader learns of it.
    const orphans = await catalogue.unnamed(await suite.keys('raw_events/'));
    if (LEAVES_FILES.includes(dieAt)) expect(orphans.length).toBeGreaterThan(0);
  });

  it('is followed by one that finishes its work: nothing lost, nothing twice', async () => {
    await more(400);
    await suite.start({}, true);
    await expectAllInLake(suite, reader, sent, events);
    await reader.app.get(LakeJanitor).tidy(new Date(Date.now() + 25 * 3_600_000));
    const named = (await suite.files(reader.app.get(LakeCatalogue))).map(({ key }) => key);
    expect((await suite.keys('raw_events/')).sort()).toEqual(named.sort());
  });
});

describe('the lake while its stores are killed', () => {
  let suite: LakeSuite;
  let reader: RunningService;
  let s3: PrivateStore<'s3'>;
  let postgres: PrivateStore<'postgres'>;
  let space: SuiteNamespace;

  beforeAll(async () => {
    [space, s3, postgres] = await Promise.all([
      suiteNamespace('ingestion-lake-stores', { databases: [] }),
      startPrivateStore('s3'),
      startPrivateStore('postgres'),
    ]);
    const { kafka, topicPrefix } = space;
    const own = { kafka, topicPrefix, bucket: () => space.bucket(), dispose: () => space.dispose() };
    suite = await LakeSuite.open({ ...own, postgres: { url: postgres.connection.url } }, s3.connection);
    await provision(space);
  });
  afterAll(async () => {
    await suite.close();
    await Promise.all([s3.stop(), postgres.stop()]);
  });

  it('waits for S3 and for PostgreSQL, catches up, and holds everything once', async () => {
    reader = await suite.start({}, true);
    const kafka = reader.app.get(KafkaPort);
    let sent = await send(kafka, 0, 200);
    await expectAllInLake(suite, reader, sent, 200);
    await s3.kill9();
    sent += await send(kafka, 200, 500);
    const catalogue = reader.app.get(LakeCatalogue);
    await eventually(async () => expect((await catalogue.pending()).length).toBeGreaterThan(0));
    await s3.restart();
    await expectAllInLake(suite, reader, sent, 500);
    await postgres.kill9();
    sent += await send(kafka, 500, 800);
    await sleep(2_000);
    await postgres.restart();
    await expectAllInLake(suite, reader, sent, 800);
  });
});
