import { sql, uint64 } from '@analytics/domain';
import { MartRebuild } from '@analytics/infra-clickhouse';
import { KafkaPort } from '@analytics/infra-kafka';
import type { RunningService } from '@analytics/service-kit';
import { eventually, type PrivateStore, sleep, startPrivateStore, suiteNamespace } from '@analytics/testing';
import { validatedEvents } from '../fixtures/events.fixture';
import { totalsOf, WarehouseSuite } from '../fixtures/warehouse-suite.fixture';

jest.setTimeout(600_000);

const PATIENT = { withinMs: 150_000 };

describe('the warehouse sink while its stores are killed', () => {
  let suite: WarehouseSuite;
  let service: RunningService;
  let clickhouse: PrivateStore<'clickhouse'>;
  let postgres: PrivateStore<'postgres'>;
  let redis: PrivateStore<'redis'>;
  let sent = 0;

  beforeAll(async () => {
    const space = await suiteNamespace('warehouse-stores', { databases: [] });
    [clickhouse, postgres, redis] = await Promise.all([
      startPrivateStore('clickhouse'),
      startPrivateStore('postgres'),
      startPrivateStore('redis'),
    ]);
    const { kafka, topicPrefix, redisPrefix } = space;
    const { connection } = clickhouse;
    suite = await WarehouseSuite.open({
      kafka,
      topicPrefix,
      redisPrefix,
      clickhouse: connection,
      postgres: { url: postgres.connection.url },
      redis: { url: redis.connection.url },
      dispose: () => space.dispose(),
    });
    service = await suite.start({ CLICKHOUSE_INSERT_TIMEOUT_MS_ANALYTICS_DWH: '5000' }, true);
  });
  afterAll(async () => {
    await suite?.close();
    await Promise.all([clickhouse, postgres, redis].map((store) => store?.stop()));
  });

  async function more(count: number): Promise<void> {
    await suite.send(service.app.get(KafkaPort), validatedEvents(sent, sent + count));
    sent += count;
  }
  const expectAllOnce = () => eventually(async () => expect(await suite.totals()).toEqual(totalsOf(sent)), PATIENT);

  /** All but what views count: a server that dies between a token and its rows leaves that to a rebuild. */
  const expectFactsOnce = () =>
    eventually(async () => {
      const { viewed, units, ...facts } = await suite.totals();
      const { viewed: _viewed, units: _units, ...expected } = totalsOf(sent);
      expect([facts, viewed <= sent, units <= totalsOf(sent).units]).toEqual([expected, true, true]);
    }, PATIENT);

  async function rebuildNoted(): Promise<void> {
    const noted = await suite.dirty();
    expect(new Set(noted.map(({ reason }) => reason))).toEqual(new Set(noted.length > 0 ? ['views_unproven'] : []));
    const months = noted.map(({ month }) => Number(month.slice(0, 7).replace('-', '')));
    const marts = new MartRebuild(suite.clickhouse, (_does, work) => work(new AbortController().signal));
    for (const partition of await marts.partitions([...new Set(months)])) await marts.rebuild(partition);
  }

  it('has every row once after ClickHouse was killed in the middle of inserts, and every view but for the months it noted', async () => {
    await more(300);
    await expectAllOnce();
    for (let round = 0; round < 2; round += 1) {
      const flow = (async () => {
        for (let step = 0; step < 8; step += 1) {
          await more(150);
          await sleep(60);
        }
      })();
      await sleep(200 + round * 130);
      await clickhouse.kill9();
      await flow;
      await clickhouse.restart();
      await expectFactsOnce();
    }
    await rebuildNoted();
    expect(await suite.totals()).toEqual(totalsOf(sent));
  });

  it('waits for PostgreSQL, and has every row once when it is back', async () => {
    await postgres.kill9();
    await more(300);
    await sleep(1_000);
    await postgres.restart();
    await expectAllOnce();
  });

  it('looks everything up while Redis is away, and drops no less', async () => {
    await redis.kill9();
    await more(300);
    await suite.send(service.app.get(KafkaPort), validatedEvents(0, 200));
    await expectAllOnce();
    await redis.restart();
    await suite.send(service.app.get(KafkaPort), validatedEvents(100, 300));
    await more(100);
    await expectAllOnce();
    const outages = await suite.postgres.query('SELECT since FROM hint_outages');
    expect(outages).toHaveLength(1);
  });

  it('catches up with what is stored after PostgreSQL was put back by a while', async () => {
    const before = await suite.progress();
    await more(400);
    await expectAllOnce();
    await suite.stopServices();
    for (const { part, next_off } of before) {
      await suite.postgres.query(
        `UPDATE sink_progress SET next_off = $2, pend_from = NULL, pend_to = NULL, pend_rows = NULL, pend_xor = NULL,
           opened_at = NULL, xform_ver = NULL WHERE part = $1`,
        [part, next_off],
      );
    }
    service = await suite.start({}, true);
    await more(50);
    await expectAllOnce();
    const [found] = await suite.ask<{ doubled: string }>(
      sql`SELECT count() - uniqExact(_kt, _kp, _ko) AS doubled FROM events WHERE _ko >= ${uint64(0n)}`,
    );
    expect(found).toEqual({ doubled: '0' });
  });
});
