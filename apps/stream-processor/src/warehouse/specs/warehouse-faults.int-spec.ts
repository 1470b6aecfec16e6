import { KafkaPort } from '@analytics/infra-kafka';
import type { RunningService } from '@analytics/service-kit';
import { eventually, suiteNamespace } from '@analytics/testing';
import { EVENTS_OF_A_TEST, validatedEvents } from '../fixtures/events.fixture';
import { type Fault, FaultyClickHouse } from '../fixtures/faulty-clickhouse.fixture';
import { totalsOf, WarehouseSuite } from '../fixtures/warehouse-suite.fixture';

describe('the warehouse sink whose server', () => {
  let suite: WarehouseSuite;
  let faulty: FaultyClickHouse;
  let service: RunningService;
  let from = 0;

  beforeAll(async () => {
    suite = await WarehouseSuite.open(await suiteNamespace('warehouse-faults'));
    faulty = await FaultyClickHouse.before(suite.space.clickhouse.url, 8_000);
    const timeouts = {
      CLICKHOUSE_INSERT_TIMEOUT_MS_ANALYTICS_DWH: '4000',
      CLICKHOUSE_REQUEST_TIMEOUT_MS_ANALYTICS_DWH: '2000',
    };
    const hosts = { CLICKHOUSE_HOSTS_ANALYTICS_DWH: new URL(faulty.url).host };
    service = await suite.start({ ...hosts, ...timeouts }, true);
  });
  beforeEach(() => {
    from += EVENTS_OF_A_TEST;
    faulty.faults = 0;
  });
  afterAll(async () => {
    await suite?.close();
    await faulty?.close();
  });

  it.each<Fault>(['answers 500', 'loses the answer', 'cuts the body', 'is slow'])(
    '%s now and then has every row and every view once',
    async (fault) => {
      let inserts = 0;
      faulty.fault = () => (inserts++ % 3 === 1 && faulty.faults < 6 ? fault : undefined);
      await suite.send(service.app.get(KafkaPort), validatedEvents(from, from + 400));
      await eventually(async () => expect(await suite.totals(from)).toEqual(totalsOf(400)), { withinMs: 150_000 });
      const nothingPending = async () =>
        expect((await suite.progress()).every(({ pend_from }) => pend_from === null)).toBe(true);
      await eventually(nothingPending);
      expect(await suite.totals(from)).toEqual(totalsOf(400));
      expect(faulty.faults).toBeGreaterThan(2);
      expect(await suite.dirty()).toEqual([]);
    },
  );
});
