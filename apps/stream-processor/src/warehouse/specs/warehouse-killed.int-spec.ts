import { once } from 'node:events';
import { VALIDATED_TOPIC } from '@analytics/contracts';
import { KafkaPort } from '@analytics/infra-kafka';
import type { RunningService } from '@analytics/service-kit';
import { eventually, sleep, suiteNamespace } from '@analytics/testing';
import { EVENTS_OF_A_TEST, validatedEvents } from '../fixtures/events.fixture';
import { totalsOf, WarehouseSuite } from '../fixtures/warehouse-suite.fixture';
import type { SinkStep } from '../protocol/sink-steps';

jest.setTimeout(240_000);

const PARTITIONS = 2;

describe('a warehouse sink that is killed', () => {
  let suite: WarehouseSuite;
  let probe: RunningService;
  let sent = 0;
  let from = 0;

  beforeAll(async () => {
    suite = await WarehouseSuite.open(await suiteNamespace('warehouse-killed'), PARTITIONS);
    probe = await suite.start();
  });
  beforeEach(() => {
    from += EVENTS_OF_A_TEST;
    sent = 0;
  });
  afterAll(() => suite.close());

  /** Events of these numbers, every twentieth twice. */
  async function more(count: number): Promise<void> {
    const events = validatedEvents(from + sent, from + sent + count);
    await suite.send(probe.app.get(KafkaPort), [...events, ...events.filter((_, index) => index % 20 === 0)]);
    sent += count;
  }

  async function expectAllOnce(): Promise<void> {
    await eventually(async () => expect(await suite.totals(from)).toEqual(totalsOf(sent)), { withinMs: 60_000 });
    await eventually(async () =>
      expect((await suite.progress()).every(({ pend_from }) => pend_from === null)).toBe(true),
    );
    expect(await suite.dirty()).toEqual([]);
  }

  const steps: (readonly [SinkStep, number])[] = [
    ['decided', 0],
    ['intended', 0],
    ['between tables', 1],
    ['inserted', 0],
    ['confirmed', 0],
  ];
  it.each(steps)(
    'at "%s" is followed by one that finishes its work: nothing lost, nothing twice',
    async (at, after) => {
      await more(150);
      await suite.dies({ at, after });
      await more(150);
      const next = suite.process({ after: 0 });
      await expectAllOnce();
      next.kill('SIGKILL');
      await once(next, 'exit');
    },
  );

  it('again and again while it recovers comes to the same end', async () => {
    await more(150);
    await suite.dies({ at: 'intended', after: 0 });
    await suite.dies({ at: 'recovery begun', after: 0 });
    await suite.dies({ at: 'between tables', after: 0 });
    await suite.dies({ at: 'inserted', after: 0 });
    const last = suite.process({ after: 0 });
    await expectAllOnce();
    last.kill('SIGKILL');
    await once(last, 'exit');
  });

  it('at every place, beside another one that goes on', async () => {
    const other = suite.process({ after: 0 });
    for (const [at, after] of steps) {
      const dying = suite.process({ at, after });
      const dead = once(dying, 'exit');
      // It may be long in coming to a partition: records flow until it dies.
      while (dying.signalCode === null && dying.exitCode === null) {
        await more(40);
        await Promise.race([dead, sleep(500)]);
      }
    }
    await expectAllOnce();
    other.kill('SIGKILL');
    await once(other, 'exit');
  });

  it.each<SinkStep>(['intended', 'inserted'])(
    'frozen at "%s" beyond its session is fenced when it wakes up, and nothing is twice',
    async (at) => {
      await more(200);
      const sleeper = suite.process({ at, after: 0, freeze: true });
      await eventually(
        async () => expect((await suite.progress()).some(({ pend_from }) => pend_from !== null)).toBe(true),
        {
          withinMs: 30_000,
        },
      );
      const owner = suite.process({ after: 0 });
      await expectAllOnce();
      await more(100);
      sleeper.kill('SIGCONT');
      await more(100);
      await expectAllOnce();
      for (const child of [sleeper, owner]) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
    },
  );
});

describe('a topic whose partitions', () => {
  let suite: WarehouseSuite;

  beforeAll(async () => {
    suite = await WarehouseSuite.open(await suiteNamespace('warehouse-topics'), 2);
  });
  afterAll(() => suite.close());

  it('become more is stored as before, from the new ones too', async () => {
    const service = await suite.start({ KAFKA_METADATA_REFRESH_MS: '500' }, true);
    const kafka = service.app.get(KafkaPort);
    await suite.send(kafka, validatedEvents(0, 200));
    await eventually(async () => expect(await suite.totals()).toEqual(totalsOf(200)), { withinMs: 30_000 });
    await suite.provision(4);
    for (let part = 0; part < 4; part += 1) {
      await suite.send(kafka, validatedEvents(200 + part * 50, 250 + part * 50), part);
    }
    await eventually(async () => expect(await suite.totals()).toEqual(totalsOf(400)), { withinMs: 60_000 });
    expect((await suite.progress()).map(({ part }) => part)).toEqual([0, 1, 2, 3]);
    await suite.stopServices();
  });

  it('are made anew is not read on, and the service says that it is not ready and why', async () => {
    const service = await suite.start({}, true);
    await eventually(async () => expect((await readiness(service)).status).toBe(200), { withinMs: 30_000 });
    await suite.recreateTopic(service, 4);
    await suite.stopServices();
    const after = await suite.start({}, true);
    await suite.send(after.app.get(KafkaPort), validatedEvents(EVENTS_OF_A_TEST, EVENTS_OF_A_TEST + 40));
    await eventually(
      async () => {
        const { status, text } = await readiness(after);
        expect([status, text]).toEqual([
          503,
          expect.stringMatching(new RegExp(`${VALIDATED_TOPIC}|made anew|ends before`)),
        ]);
      },
      { withinMs: 30_000 },
    );
    expect(await suite.totals(EVENTS_OF_A_TEST)).toMatchObject({ events: 0 });
  });

  const readiness = async ({ managementUrl }: RunningService) => {
    const answer = await fetch(`${managementUrl}/health/ready`);
    return { status: answer.status, text: await answer.text() };
  };
});
