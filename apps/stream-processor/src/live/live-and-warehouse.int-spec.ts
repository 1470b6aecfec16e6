import type { ValidatedEvent } from '@analytics/contracts';
import { LIVE_WINDOWS, type LiveWindow } from '@analytics/domain';
import { eventually, type PrivateStore, SeededRandom, startPrivateStore, suiteNamespace } from '@analytics/testing';
import { AppModule } from '../app.module';
import { LiveSuite } from './fixtures/live-suite.fixture';
import { liveEventAt } from './fixtures/live-events.fixture';

describe('live numbers in the whole stream processor', () => {
  let redis: PrivateStore<'redis'>;
  let suite: LiveSuite;
  const random = new SeededRandom(21);

  beforeAll(async () => {
    redis = await startPrivateStore('redis');
    suite = await LiveSuite.start(await suiteNamespace('live-and-warehouse'), redis.connection.url, AppModule);
  });
  afterAll(async () => {
    await suite?.stop();
    await redis?.stop();
  });

  const some = (count: number): ValidatedEvent[] =>
    Array.from({ length: count }, () => liveEventAt(random, Date.now()));
  const agree = () =>
    eventually(
      async () => {
        for (const window of Object.keys(LIVE_WINDOWS) as LiveWindow[]) {
          const { values, stale, asOf } = await suite.reader.values(window, new Date());
          expect({ stale, ...values }).toEqual({ stale: false, ...(await suite.inWarehouse(window, asOf)) });
        }
      },
      { withinMs: 150_000 },
    );

  it('agree with what its sink stored: repeats and conflicts count once in both, what is refused in neither', async () => {
    const events = some(1_000);
    const conflicts = events.slice(0, 30).map((event) => ({ ...event, fingerprint: 'other' }));
    const refused = some(20).map((event) => ({ ...event, schema_version: -1 }));
    await suite.send([...events, ...events.slice(200, 260), ...conflicts, ...refused]);
    await eventually(async () => expect((await suite.inWarehouse('1h', new Date())).events).toBeGreaterThan(800));
    await agree();
  });

  it('agree again after they were lost', async () => {
    await suite.toRedis(`redis.call('FLUSHALL')`);
    await suite.send(some(200));
    await agree();
    await suite.send(some(200));
    await agree();
  });
});
