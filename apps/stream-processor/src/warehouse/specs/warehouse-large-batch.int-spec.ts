import { VALIDATED_TOPIC } from '@analytics/contracts';
import { KafkaPort, KafkaRanges } from '@analytics/infra-kafka';
import { suiteNamespace } from '@analytics/testing';
import { validatedEvent } from '../fixtures/events.fixture';
import { totalsOf, WarehouseSuite } from '../fixtures/warehouse-suite.fixture';
import { RangeSink } from '../protocol/range-sink';

const EVENTS = 6_000;
const PLACE = { topic: VALIDATED_TOPIC, part: 0 };

describe('a batch as large as a backlog makes it', () => {
  let suite: WarehouseSuite;

  beforeAll(async () => {
    suite = await WarehouseSuite.open(await suiteNamespace('warehouse-large'), 1);
  });
  afterAll(() => suite.close());

  it('is looked up whole while no hint is known, however long its identities are', async () => {
    const service = await suite.start();
    const [sink, ranges] = [service.app.get(RangeSink), service.app.get(KafkaRanges)];
    const events = Array.from({ length: EVENTS }, (_, number) =>
      validatedEvent(number, { source: `/${'магазин'.repeat(30)}`, id: `${'x'.repeat(200)}-${number}` }),
    );
    await suite.send(service.app.get(KafkaPort), [...events, ...events], 0);
    const { signal } = new AbortController();
    const take = async (from: number, to: number) => {
      const range = { topic: VALIDATED_TOPIC, partition: 0, from: BigInt(from), to: BigInt(to) };
      return sink.take(await ranges.read(range), PLACE, signal);
    };
    expect((await take(0, EVENTS - 1)).every(({ status }) => status === 'kept')).toBe(true);
    const again = await take(EVENTS, 2 * EVENTS - 1);
    expect(again.filter((outcome) => outcome.status === 'dropped' && outcome.reason === 'duplicate')).toHaveLength(
      EVENTS,
    );
    expect(await suite.totals()).toEqual(totalsOf(EVENTS));
  });
});
