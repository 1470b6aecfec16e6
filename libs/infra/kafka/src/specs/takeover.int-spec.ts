import { eventually, sleep, suiteNamespace } from '@analytics/testing';
import type { RunningService } from '@analytics/service-kit';
import { ConsumerProcess } from '../fixtures/consumer-process-handle.fixture';
import { KafkaSuite } from '../fixtures/kafka-suite.fixture';
import { startProbe } from '../fixtures/probe-service.fixture';
import { type BatchHandler, kept } from '../lane/outcome';

const ENV = { KAFKA_SESSION_TIMEOUT_MS: 6_000, KAFKA_HEARTBEAT_MS: 500, KAFKA_BATCH_MS: 20, KAFKA_BATCH_ROWS: 50 };
const KEYS = 24;

type Handled = readonly (readonly [string, number])[];

describe('consumers that come and go', () => {
  let suite: KafkaSuite;
  const running: RunningService[] = [];
  const processes: ConsumerProcess[] = [];

  beforeAll(async () => {
    suite = KafkaSuite.open(await suiteNamespace('infra-kafka-takeover', { databases: [] }));
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((child) => child.kill9()));
    await Promise.all(running.splice(0).map((service) => service.close()));
  });
  afterAll(() => suite.close());

  async function join(group: string, topic: string, handle: BatchHandler): Promise<RunningService> {
    const service = await startProbe({ group, topics: [topic], handle, env: suite.env(ENV) });
    running.push(service);
    return service;
  }

  const recorder =
    (into: [string, number][], workMs: number): BatchHandler =>
    async (batch) => {
      await sleep(workMs);
      into.push(...batch.map(({ key, value }): [string, number] => [String(key), Number(value)]));
      return batch.map(() => kept);
    };

  /** Every number was handled, and whoever first handled one of a key had seen all before it handled by somebody. */
  function expectComplete(handled: Handled, count: number): void {
    expect(new Set(handled.map(([, value]) => value)).size).toBe(count);
    expectInOrder(handled);
  }

  function expectInOrder(handled: Handled): void {
    const firsts = new Map<string, number[]>();
    const seen = new Set<number>();
    for (const [key, value] of handled) {
      if (seen.has(value)) continue;
      seen.add(value);
      firsts.set(key, [...(firsts.get(key) ?? []), value]);
    }
    for (const values of firsts.values()) expect(values).toEqual([...values].sort((a, b) => a - b));
  }

  async function expectAllCommitted(group: string, topic: string, count: number): Promise<void> {
    await eventually(async () => {
      const offsets = await suite.committed(group, topic);
      expect(offsets.reduce((sum, offset) => sum + Math.max(0, offset), 0)).toBe(count);
    });
  }

  it('share the partitions while records flow: all are handled, in the order of each key, and commits only move forward', async () => {
    const topic = await suite.topic('shared', 6);
    const handled: [string, number][] = [];
    const byMember = [0, 0];
    const commits: number[][] = [];
    const member = (index: number): BatchHandler => {
      const record = recorder(handled, 15);
      return async (batch, context) => {
        byMember[index]! += batch.length;
        return record(batch, context);
      };
    };
    const producer = suite.producer();
    let total = 0;
    let isOver = false;
    const flow = (async () => {
      for (let from = 0; from < 3_000 || !isOver; from += 30) {
        const records = Array.from({ length: 30 }, (_, i) => ({
          topic,
          key: `k${(from + i) % KEYS}`,
          value: String(from + i),
        }));
        await producer.send(records);
        total += records.length;
        if (from % 300 === 0) commits.push(await suite.committed('shared', topic));
        await sleep(40);
      }
    })();
    const first = await join('shared', topic, member(0));
    await eventually(() => expect(handled.length).toBeGreaterThan(100));
    await join('shared', topic, member(1));
    await eventually(() => expect(byMember[1]).toBeGreaterThan(100));
    await first.stop();
    running.splice(running.indexOf(first), 1);
    isOver = true;
    await flow;
    await expectAllCommitted('shared', topic, total);
    expectComplete(handled, total);
    for (let i = 1; i < commits.length; i++) {
      commits[i]!.forEach((offset, partition) => expect(offset).toBeGreaterThanOrEqual(commits[i - 1]![partition]!));
    }
  });

  it('take over what a consumer killed in the middle of a batch had not committed', async () => {
    const topic = await suite.topic('killed', 4);
    // So much that the victim is in the middle of it whenever the kill comes.
    const total = 10_000;
    const records = Array.from({ length: total }, (_, i) => ({ topic, key: `k${i % KEYS}`, value: String(i) }));
    await suite.producer().send(records);
    const victim = new ConsumerProcess({ group: 'killed', topic, workMs: 1_000, env: suite.env(ENV) });
    processes.push(victim);
    await eventually(() => expect(victim.handled.length).toBeGreaterThan(100));
    await eventually(() => expect(victim.began.length).toBeGreaterThan(victim.handled.length));
    await victim.kill9();
    const unfinished = victim.began.length - victim.handled.length;
    const handled: [string, number][] = [];
    await join('killed', topic, recorder(handled, 1));
    await expectAllCommitted('killed', topic, total);
    expectComplete([...victim.handled, ...handled], total);
    expect(unfinished).toBeGreaterThan(0);
    expect(handled.length).toBeLessThan(total);
  });

  it('do not commit for a consumer that was frozen beyond its session and wakes up with a batch in hand', async () => {
    const topic = await suite.topic('frozen', 1);
    const total = 1_000;
    await suite.producer().send(Array.from({ length: total }, (_, i) => ({ topic, key: 'k', value: String(i) })));
    const sleeper = new ConsumerProcess({ group: 'frozen', topic, workMs: 400, env: suite.env(ENV) });
    processes.push(sleeper);
    await eventually(() => expect(sleeper.handled.length).toBeGreaterThan(0));
    const frozen = sleeper.freeze(9_000);
    const handled: [string, number][] = [];
    await join('frozen', topic, recorder(handled, 300));
    await eventually(() => expect(handled.length).toBeGreaterThan(0));
    const seen: number[] = [];
    let isOver = false;
    const watching = (async () => {
      // One after another: answers to questions that overlap come in any order.
      for (; !isOver; await sleep(100)) seen.push((await suite.committed('frozen', topic))[0]!);
    })();
    await frozen;
    await expectAllCommitted('frozen', topic, total);
    isOver = true;
    await watching;
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    // Who woke up may have joined again and gone on: which of the two came first is not written down.
    expect(new Set([...sleeper.handled, ...handled].map(([, value]) => value)).size).toBe(total);
    expectInOrder(sleeper.handled);
    expectInOrder(handled);
  });
});
