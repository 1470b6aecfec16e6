import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { aGameViewed, eventually, type PrivateStore, startPrivateStore, suiteNamespace } from '@analytics/testing';
import { CollectSuite } from './collect-suite.fixture';

describe('collect while Kafka is away', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'collect-spool-'));
  let broker: PrivateStore<'kafka'>;
  let suite: CollectSuite;
  beforeAll(async () => {
    broker = await startPrivateStore('kafka');
    const place = await suiteNamespace('collect-spool', { databases: ['postgres'] });
    // Named one by one: a namespace tells some of its places only when it is asked.
    const { topicPrefix, postgres, redis, s3 } = place;
    const kafka = { brokers: broker.connection.brokers };
    suite = await CollectSuite.start(
      { topicPrefix, postgres, redis, s3, kafka, dispose: () => place.dispose() },
      {
        INGESTION_SPOOL_DIRECTORY: directory,
        INGESTION_SPOOL_KEY: Buffer.alloc(32, 7).toString('base64'),
        INGESTION_SPOOL_BYTES: '400000',
        INGESTION_SPOOL_SEGMENT_BYTES: '65536',
        KAFKA_SEND_DEADLINE_MS: '1000',
        KAFKA_BACK_OFF_MAX_MS: '1000',
      },
    );
  });
  afterAll(async () => {
    await suite.stop();
    await broker.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('answers 202 while there is room on the disk, then 503 with Retry-After, and keeps every 202', async () => {
    const acknowledged: string[] = [];
    const send = async () => {
      const batch = Array.from({ length: 50 }, () => aGameViewed());
      const answer = await suite.post(batch);
      if (answer.status === 202) acknowledged.push(...batch.map(({ id }) => id));
      return { batch, answer };
    };
    expect((await send()).answer.status).toBe(202);
    await broker.kill9();
    const statuses: number[] = [];
    let last = await send();
    for (let count = 0; count < 100 && last.answer.status === 202; count += 1) {
      statuses.push(last.answer.status);
      last = await send();
    }
    expect(statuses.length).toBeGreaterThan(3);
    const { status, headers, body } = last.answer;
    expect([status, body.errors.map(({ code }) => code)]).toEqual([503, ['INGEST_UNAVAILABLE']]);
    const seconds = Number(headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(30);
    // It was not taken, so it is no repeat when it comes again.
    await broker.restart();
    const again = await eventually(async () => {
      const answer = await suite.post(last.batch);
      if (answer.status === 503) throw new Error('there is no room yet');
      return answer;
    });
    expect([again.status, again.body.data.duplicate]).toEqual([202, 0]);
    const ids = [...acknowledged, ...last.batch.map(({ id }) => id)];
    await eventually(() => suite.collected(ids));
  });
});
