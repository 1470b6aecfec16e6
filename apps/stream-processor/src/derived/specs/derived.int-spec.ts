import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { VALIDATED_TOPIC, type ValidatedEvent } from '@analytics/contracts';
import { eventRow, EVENTS_TABLE, sql, Unavailable } from '@analytics/domain';
import type { DerivedStep } from '@analytics/infra-clickhouse';
import { dropped, KafkaPort, kept } from '@analytics/infra-kafka';
import type { RunningService } from '@analytics/service-kit';
import {
  eventually,
  expectedTables,
  generateStore,
  SeededRandom,
  suiteNamespace,
  tableDifferences,
  typescriptProgram,
} from '@analytics/testing';
import { WAREHOUSE_SINK } from '../../warehouse/protocol/range-sink';
import { DerivedService } from '../derived.service';
import { WarehouseSuite } from '../../warehouse/fixtures/warehouse-suite.fixture';
import type { DerivedProcessOptions } from '../fixtures/derived-process.fixture';
import { startDerived } from '../fixtures/derived-probe.fixture';

const PATIENCE = { withinMs: 150_000, everyMs: 500 };

const storeOf = (seed: number): readonly ValidatedEvent[] =>
  generateStore({ seed, events: 400, users: 12, games: 4, days: 10, until: new Date(Date.UTC(2026, 10, 9)) }).events;

describe('what follows from events, out of Kafka', () => {
  let suite: WarehouseSuite;
  let kafka: KafkaPort;
  let sender: RunningService;
  const services: RunningService[] = [];

  const start = async (consuming = true) => {
    const service = await startDerived(suite.env(), consuming);
    services.push(service);
    return service;
  };
  const send = (events: readonly ValidatedEvent[]) =>
    kafka.send(events.map((event) => ({ topic: VALIDATED_TOPIC, key: event.id, value: JSON.stringify(event) })));
  const expectReference = (events: readonly ValidatedEvent[]) =>
    eventually(async () => {
      const { derived } = expectedTables([...events]);
      expect(await tableDifferences(suite.space.clickhouse, derived)).toEqual([]);
    }, PATIENCE);
  const dies = async (dieAt: DerivedStep, after: number) => {
    const options: DerivedProcessOptions = { env: suite.env(), dieAt, after };
    const program = path.join(__dirname, '../fixtures/derived-process.fixture.ts');
    const child = spawn(process.execPath, typescriptProgram(program, options), {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
  };

  beforeEach(async () => {
    suite = await WarehouseSuite.open(await suiteNamespace('stream-processor-derived'));
    sender = await start(false);
    kafka = sender.app.get(KafkaPort);
  });
  afterEach(async () => {
    await Promise.all(services.splice(0).map((service) => service.close()));
    await suite.close();
  });

  it('is the reference, in random order, sent twice, with two workers at once', async () => {
    const events = storeOf(1);
    const random = new SeededRandom(1);
    await start();
    await start();
    for (const part of [events, events.filter(() => random.chance(0.3))]) await send(random.shuffled(part));
    await expectReference(events);
  });

  it('is repaired by whoever comes after a worker that died before, while and after writing', async () => {
    const events = new SeededRandom(2).shuffled(storeOf(2));
    await send(events);
    await dies('facts read', 1);
    await dies('rows written', 2);
    await dies('verified', 3);
    await start();
    await expectReference(events);
  });

  it('waits until the sink says that the facts are stored', async () => {
    const derived = sender.app.get(DerivedService);
    const [event] = storeOf(3).filter(({ type }) => type === 'com.platform.library.session.started.v1');
    const place = { topic: VALIDATED_TOPIC, partition: 0, offset: 5n };
    const record = { ...place, key: null, value: Buffer.from(JSON.stringify(event)), headers: {}, timestampMs: 0 };
    const context = { ...place, group: 'stream-processor.derived', attempt: 1, signal: new AbortController().signal };
    const sessions = () => suite.ask(sql`SELECT user_no FROM fact_game_sessions`);
    const confirmedTo = (next: number) =>
      suite.postgres.query(
        `INSERT INTO sink_progress (sink, topic, part, epoch, next_off) VALUES ($1, $2, 0, 1, $3)
         ON CONFLICT (sink, topic, part) DO UPDATE SET next_off = excluded.next_off`,
        [WAREHOUSE_SINK, VALIDATED_TOPIC, next],
      );
    await suite.clickhouse.insert(EVENTS_TABLE, [eventRow(event!, { ...place, hash: 1n })], { token: 'one' });
    await expect(derived.take([record], context)).rejects.toThrow(Unavailable);
    await confirmedTo(5);
    await expect(derived.take([record], context)).rejects.toThrow(Unavailable);
    expect(await sessions()).toEqual([]);
    await confirmedTo(6);
    expect(await derived.take([record, { ...record, value: null }], context)).toEqual([kept, dropped('no_event')]);
    expect(await sessions()).toEqual([{ user_no: event!.user_no }]);
  });
});
