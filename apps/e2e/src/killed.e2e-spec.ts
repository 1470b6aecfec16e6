import { setTimeout as pause } from 'node:timers/promises';
import { collectAnswer, gameViewed, pageViews, post } from './stack/events';
import { eventually, type StackStores } from '@analytics/testing';
import { SERVICES, type ServiceName, Stack } from './stack/stack';

type StoreName = keyof StackStores;

const PATIENCE = { withinMs: 150_000, everyMs: 200 };

let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start();
}, 300_000);
afterAll(() => stack.stop());

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

/** Traffic for a second before, during and a second after the work; it ends also when the work fails. */
async function underTraffic(work: () => Promise<void>): Promise<Traffic> {
  const traffic = new Traffic();
  try {
    await pause(1_000);
    await work();
    await pause(1_000);
  } finally {
    await traffic.stop();
  }
  return traffic;
}

const readiness = async (service: ServiceName): Promise<number> => {
  try {
    return (
      await fetch(`${stack.state.services[service].managementUrl}/health/ready`, { signal: AbortSignal.timeout(5_000) })
    ).status;
  } catch {
    return 0;
  }
};

const servicesReady = () =>
  eventually(async () => {
    expect(await Promise.all(SERVICES.map(readiness))).toEqual(SERVICES.map(() => 200));
  }, PATIENCE);

/** Which services cannot do their work without the store, and so must say that they are not ready. */
const NEEDED_BY: Readonly<Record<StoreName, readonly ServiceName[]>> = {
  // Ingestion keeps what comes in on its disk meanwhile, and so goes on being ready.
  kafka: ['stream-processor', 'pipeline-worker', 'admin'],
  // The query API still has answers it computed before, and says that they are stale.
  clickhouse: ['stream-processor', 'pipeline-worker', 'admin'],
  postgres: ['ingestion', 'pipeline-worker', 'stream-processor', 'admin'],
  redis: [],
  s3: [],
};

/**
 * Kills a store, and again each time it is back, until everyone who needs it has said no: some stores are back sooner
 * than a readiness check is repeated, but the supervisor waits longer after every death.
 */
async function killUntilNoticed(store: StoreName): Promise<void> {
  let killed = 0;
  const noticed = new Set<ServiceName>();
  await eventually(
    async () => {
      const { pid } = stack.state.stores[store];
      if (pid !== killed) process.kill(pid, 'SIGKILL');
      killed = pid;
      for (const service of NEEDED_BY[store]) if ((await readiness(service)) === 503) noticed.add(service);
      expect([...noticed].sort()).toEqual([...NEEDED_BY[store]].sort());
    },
    { withinMs: 240_000, everyMs: 100 },
  );
  await eventually(() => expect(stack.state.stores[store].pid).not.toBe(killed), PATIENCE);
}

describe('a process killed with -9 under load', () => {
  it.each(Object.keys(NEEDED_BY) as StoreName[])(
    'comes back when it is %s, and nothing acknowledged is missing',
    async (store) => {
      await servicesReady();
      const before = await pageViews(stack);
      const servicePids = () => SERVICES.map((name) => stack.state.services[name].pid);
      const pidsBefore = servicePids();
      const traffic = await underTraffic(async () => {
        await killUntilNoticed(store);
        await servicesReady();
        await pause(1_000);
      });
      expect(traffic.undeclared).toEqual([]);
      expect(traffic.acknowledged).toBeGreaterThan(0);
      await eventually(
        async () => expect(await pageViews(stack)).toBeGreaterThanOrEqual(before + traffic.acknowledged),
        PATIENCE,
      );
      // A store that went away is waited for, not died of.
      expect(servicePids()).toEqual(pidsBefore);
    },
    900_000,
  );

  it.each(SERVICES)(
    'comes back when it is %s, and nothing acknowledged is missing',
    async (service) => {
      await servicesReady();
      const before = await pageViews(stack);
      const traffic = await underTraffic(async () => {
        const pid = stack.state.services[service].pid;
        process.kill(pid, 'SIGKILL');
        await eventually(() => expect(stack.state.services[service].pid).not.toBe(pid), PATIENCE);
        await servicesReady();
      });
      expect(traffic.undeclared).toEqual([]);
      await eventually(
        async () => expect(await pageViews(stack)).toBeGreaterThanOrEqual(before + traffic.acknowledged),
        PATIENCE,
      );
    },
    900_000,
  );
});
