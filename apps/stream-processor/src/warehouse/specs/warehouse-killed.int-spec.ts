import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { VALIDATED_TOPIC } from '@analytics/contracts';
import { KafkaPort } from '@analytics/infra-kafka';
import type { RunningService } from '@analytics/service-kit';
import { eventually, faults, sleep, suiteNamespace } from '@analytics/testing';
import { EVENTS_OF_A_TEST, validatedEvents } from '../fixtures/events.fixture';
import { totalsOf, WarehouseSuite } from '../fixtures/warehouse-suite.fixture';
import type { SinkStep } from '../protocol/sink-steps';

jest.setTimeout(600_000);

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
  // One that waits in vain for its place must not stand in the way of the next test.
  afterEach(() => suite.killProcesses());
  afterAll(() => suite.close());

  /** Events of these numbers, every twentieth twice. */
  async function more(count: number): Promise<void> {
    const events = validatedEvents(from + sent, from + sent + count);
    await suite.send(probe.app.get(KafkaPort), [...events, ...events.filter((_, index) => index % 20 === 0)]);
    sent += count;
  }

  async function expectAllOnce(): Promise<void> {
    await eventually(async () => expect(await suite.totals(from)).toEqual(totalsOf(sent)), { withinMs: 150_000 });
    // Who was killed is missed by its group only after its session: until then its partition waits.
    const nothingPending = async () =>
      expect((await suite.progress()).every(({ pend_from }) => pend_from === null)).toBe(true);
    await eventually(nothingPending);
    expect(await suite.dirty()).toEqual([]);
  }

  /** Sees all there once, then kills it. */
  async function ends(last: ChildProcess): Promise<void> {
    await expectAllOnce();
    const gone = once(last, 'exit');
    last.kill('SIGKILL');
    await gone;
  }

  /** A recovery begins only where something is pending: behind a death that left it so, whatever the other partition does. */
  const everywhere: (readonly [SinkStep, number])[] = [
    ['decided', 0],
    ['intended', 0],
    ['between tables', 1],
    ['inserted', 0],
    ['recovery begun', 0],
    ['confirmed', 0],
  ];

  it('at every place, one after the other, is followed by one that finishes its work: nothing lost, nothing twice', async () => {
    for (const [at, after] of everywhere) {
      await more(60);
      await suite.dies({ at, after });
    }
    await ends(suite.process({ after: 0 }));
  });

  it('again and again while it recovers comes to the same end', async () => {
    await more(100);
    for (const at of ['intended', 'recovery begun', 'inserted'] as const) await suite.dies({ at, after: 0 });
    await ends(suite.process({ after: 0 }));
  });

  it('beside another one that goes on', async () => {
    const other = suite.process({ after: 0 });
    for (const [at, after] of faults(everywhere.slice(1, 4))) {
      const dying = suite.process({ at, after });
      const dead = once(dying, 'exit');
      // It may be long in coming to a partition: records flow until it dies.
      while (dying.signalCode === null && dying.exitCode === null) {
        await more(40);
        await Promise.race([dead, sleep(500)]);
      }
    }
    await ends(other);
  });

  it.each<SinkStep>(faults(['intended', 'inserted']))(
    'frozen at "%s" beyond its session is fenced when it wakes up, and nothing is twice',
    async (at) => {
      await more(200);
      const sleeper = suite.process({ at, after: 0, freeze: true });
      await eventually(
        async () => expect((await suite.progress()).some(({ pend_from }) => pend_from !== null)).toBe(true),
        { withinMs: 150_000 },
      );
      suite.process({ after: 0 });
      await expectAllOnce();
      await more(100);
      sleeper.kill('SIGCONT');
      await more(100);
      await expectAllOnce();
      await suite.stopServices();
      probe = await suite.start();
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
    await eventually(async () => expect(await suite.totals()).toEqual(totalsOf(200)));
    await suite.provision(4);
    for (let part = 0; part < 4; part += 1) {
      const events = validatedEvents(200 + part * 50, 250 + part * 50);
      // A partition that was just made has no leader yet; what may have arrived twice is stored once.
      await eventually(() => suite.send(kafka, events, part));
    }
    await eventually(async () => expect(await suite.totals()).toEqual(totalsOf(400)));
    expect((await suite.progress()).map(({ part }) => part)).toEqual([0, 1, 2, 3]);
    await suite.stopServices();
  });

  it('are made anew is not read on, and the service says that it is not ready and why', async () => {
    const service = await suite.start({}, true);
    const stored = 2 * EVENTS_OF_A_TEST;
    await suite.send(service.app.get(KafkaPort), validatedEvents(stored, stored + 200));
    await eventually(async () => expect(await suite.totals(stored)).toEqual(totalsOf(200)));
    await suite.recreateTopic(service, 4);
    await suite.stopServices();
    const after = await suite.start({}, true);
    await suite.send(after.app.get(KafkaPort), validatedEvents(EVENTS_OF_A_TEST, EVENTS_OF_A_TEST + 40));
    await eventually(async () => {
      const { status, text } = await readiness(after);
      expect([status, text]).toEqual([
        503,
        expect.stringMatching(new RegExp(`${VALIDATED_TOPIC}|made anew|ends before`)),
      ]);
    });
    expect(await suite.totals(EVENTS_OF_A_TEST)).toMatchObject({ events: 0 });
  });

  const readiness = async ({ managementUrl }: RunningService) => {
    const answer = await fetch(`${managementUrl}/health/ready`);
    return { status: answer.status, text: await answer.text() };
  };
});
