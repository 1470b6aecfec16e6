import { setTimeout as pause } from 'node:timers/promises';
import { collectAnswer, gameViewed, pageViews, post } from './stack/events';
import { eventually } from '@analytics/testing';
import { SERVICES, type ServiceName, Stack } from './stack/stack';

let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start();
}, 300_000);
afterAll(() => stack.stop(), 60_000);

/** Sends 200 events a second until told to stop; counts what was acknowledged and whatever answer was not declared. */
class Traffic {
  acknowledged = 0;
  readonly undeclared: string[] = [];
  private going = true;
  private readonly done: Promise<void>;

  constructor() {
    this.done = this.send();
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.done;
  }

  private async send(): Promise<void> {
    const waiting = new Set<Promise<void>>();
    while (this.going) {
      const request = this.one().finally(() => waiting.delete(request));
      waiting.add(request);
      await pause(100);
    }
    await Promise.all(waiting);
  }

  private async one(): Promise<void> {
    const events = Array.from({ length: 20 }, () => gameViewed());
    try {
      const response = await post(stack, events);
      if (response.status === 202) this.acknowledged += (await collectAnswer(response)).data.accepted;
      else if (response.status !== 503) this.undeclared.push(`${response.status} ${await response.text()}`);
    } catch {
      // Refused connections and cut answers are what a killed process looks like from outside: nothing was acknowledged.
    }
  }
}

const readiness = async (service: ServiceName): Promise<number> => {
  try {
    return (await fetch(`${stack.state.services[service].managementUrl}/health/ready`, { signal: AbortSignal.timeout(5_000) })).status;
  } catch {
    return 0;
  }
};

const servicesReady = () =>
  eventually(async () => {
    expect(await Promise.all(SERVICES.map(readiness))).toEqual([200, 200, 200]);
  }, { withinMs: 90_000, everyMs: 200 });

/** Which services need the store to do their work, and so must say they are not ready without it. */
const NEEDED_BY = {
  kafka: ['ingestion', 'stream-processor'],
  clickhouse: ['query-api', 'stream-processor'],
  postgres: ['ingestion'],
  redis: [],
  s3: [],
} as const;

describe('a process killed with -9 under load', () => {
  it.each(['kafka', 'clickhouse', 'postgres', 'redis', 's3'] as const)(
    'comes back when it is %s, and nothing acknowledged is missing',
    async (store) => {
      await servicesReady();
      const before = await pageViews(stack);
      const servicePids = () => SERVICES.map((name) => stack.state.services[name].pid);
      const pidsBefore = servicePids();
      const traffic = new Traffic();
      await pause(1_000);
      const pid = stack.state.stores[store].pid;
      const saidNo = Promise.all(NEEDED_BY[store].map((service) => eventually(async () => expect(await readiness(service)).toBe(503), { withinMs: 20_000, everyMs: 200 })));
      process.kill(pid, 'SIGKILL');
      await saidNo;
      await eventually(() => expect(stack.state.stores[store].pid).not.toBe(pid), { withinMs: 60_000, everyMs: 200 });
      await servicesReady();
      await pause(2_000);
      await traffic.stop();
      expect(traffic.undeclared).toEqual([]);
      expect(traffic.acknowledged).toBeGreaterThan(0);
      await eventually(async () => expect(await pageViews(stack)).toBeGreaterThanOrEqual(before + traffic.acknowledged), { withinMs: 90_000, everyMs: 200 });
      // A store that went away is waited for, not died of.
      expect(servicePids()).toEqual(pidsBefore);
    },
    300_000,
  );

  it.each(SERVICES)(
    'comes back when it is %s, and nothing acknowledged is missing',
    async (service) => {
      await servicesReady();
      const before = await pageViews(stack);
      const traffic = new Traffic();
      await pause(1_000);
      const pid = stack.state.services[service].pid;
      process.kill(pid, 'SIGKILL');
      await eventually(() => expect(stack.state.services[service].pid).not.toBe(pid), { withinMs: 60_000, everyMs: 200 });
      await servicesReady();
      await pause(1_000);
      await traffic.stop();
      expect(traffic.undeclared).toEqual([]);
      await eventually(async () => expect(await pageViews(stack)).toBeGreaterThanOrEqual(before + traffic.acknowledged), { withinMs: 90_000, everyMs: 200 });
    },
    300_000,
  );
});
