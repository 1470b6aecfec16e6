import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { Unavailable } from '@analytics/domain';
import {
  IdentityLinksStore,
  Postgres,
  PostgresConfig,
  PostgresMigrations,
  type Subject,
  VaultKeys,
  VaultStore,
} from '@analytics/infra-postgres';
import { eventually, type PrivateStore, startPrivateStore } from '@analytics/testing';
import { Logger } from '@nestjs/common';
import { register } from 'prom-client';
import { IdentityConfig } from './identity.config';
import { Identities } from './identities.service';

const aKey = (version: number) => `${version}:${randomBytes(32).toString('base64')}`;
const people = (from: number, until: number): Subject[] =>
  Array.from({ length: until - from }, (_, at) => ({ kind: at % 3 === 0 ? 'device' : 'user', id: `p-${from + at}` }));
const sample = async (name: string): Promise<number> => {
  const found = await register.getSingleMetric(name)?.get();
  return found?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
};

describe('identities', () => {
  const vaultKeys = new VaultKeys({ hmacKeys: [aKey(1)], masterKeys: [aKey(1)] });
  let server: PrivateStore<'postgres'>;
  let config: PostgresConfig;
  const opened: Postgres[] = [];

  beforeAll(async () => {
    // The outage is what this suite makes: its warnings would bury a failure.
    Logger.overrideLogger(false);
    server = await startPrivateStore('postgres');
    config = Object.assign(new PostgresConfig(), {
      dsn: server.connection.url,
      tlsMode: 'disable',
      reconnectMaxMs: 100,
      connectTimeoutMs: 20_000,
      statementTimeoutMs: 60_000,
      lockTimeoutMs: 30_000,
    });
    const migrations = new PostgresMigrations(config);
    await migrations.apply();
    await migrations.close();
  });
  afterAll(async () => {
    await Promise.all(opened.map((postgres) => postgres.close()));
    await server.stop();
  });

  /** What one process of ingestion has. */
  async function aProcess(settings: Partial<IdentityConfig> = {}): Promise<Identities> {
    const postgres = await Postgres.of(config, 'vault');
    opened.push(postgres);
    const store = new VaultStore(postgres, vaultKeys);
    const identityConfig = Object.assign(new IdentityConfig(), { roundSize: 700, ...settings });
    return new Identities(store, new IdentityLinksStore(postgres), vaultKeys, identityConfig);
  }

  it('gives two processes the same numbers for 50 000 people neither has seen', async () => {
    const [one, two] = [await aProcess(), await aProcess({ roundSize: 900 })];
    const all = people(0, 50_000);
    const walk = async (by: Identities, order: Subject[]) => {
      const numbers = new Map<string, number>();
      for (let from = 0; from < order.length; from += 1_000) {
        for (const [name, number] of await by.resolve(order.slice(from, from + 1_000))) numbers.set(name, number);
      }
      return numbers;
    };
    const [first, second] = await Promise.all([walk(one, all), walk(two, all.toReversed())]);
    expect([...first].filter(([name, number]) => second.get(name) !== number)).toEqual([]);
    expect([...first.values()].sort((a, b) => a - b)).toEqual(all.map((_, at) => at + 1));
  });

  it('answers by kind and id, each subject once, and asks the vault only for those it does not remember', async () => {
    const identities = await aProcess();
    const twins: Subject[] = [
      { kind: 'user', id: 'twin' },
      { kind: 'device', id: 'twin' },
      { kind: 'user', id: 'twin' },
    ];
    const rounds = await sample('ingestion_identity_lookups_total');
    const numbers = await identities.resolve(twins);
    expect([...numbers.keys()].sort()).toEqual(['device:twin', 'user:twin']);
    expect(new Set(numbers.values()).size).toBe(2);
    expect((await sample('ingestion_identity_lookups_total')) - rounds).toBe(2);
    const made = await sample('ingestion_identity_new_numbers_total');
    await expect((await aProcess()).resolve(twins)).resolves.toEqual(numbers);
    await expect(identities.resolve([])).resolves.toEqual(new Map());
    expect(await sample('ingestion_identity_new_numbers_total')).toBe(made);
  });

  it('keeps nothing in memory that names a person', async () => {
    const identities = await aProcess();
    await identities.resolve([{ kind: 'user', id: 'canary-in-memory' }]);
    const memory = inspect(identities, { depth: 12, maxArrayLength: null, maxStringLength: null, showHidden: true });
    expect(memory).toContain('RememberedNumbers');
    expect(memory).not.toContain('canary-in-memory');
  });

  it('refuses the erased: at once where they were erased, soon in every other process', async () => {
    const [here, there] = [await aProcess(), await aProcess({ erasuresFreshMs: 50 })];
    const anna: Subject = { kind: 'user', id: 'anna' };
    const boris: Subject = { kind: 'user', id: 'boris' };
    await here.resolve([anna, boris]);
    await there.resolve([anna, boris]);
    await here.erase(anna);
    await expect(here.erased([anna, boris])).resolves.toEqual(new Set(['user:anna']));
    await eventually(async () => expect(await there.erased([anna, boris])).toEqual(new Set(['user:anna'])));
    expect([...(await there.resolve([anna, boris])).keys()]).toEqual(['user:boris']);
    await expect(here.erase(anna)).resolves.toEqual({ userNo: null, erasedBefore: true });
    await expect((await aProcess()).erased([anna])).resolves.toEqual(new Set(['user:anna']));
  });

  it('tells each new link once', async () => {
    const identities = await aProcess();
    const numbers = await identities.resolve([
      { kind: 'user', id: 'linked' },
      { kind: 'device', id: 'linked' },
    ]);
    const link = {
      userNo: numbers.get('user:linked') as number,
      deviceNo: numbers.get('device:linked') as number,
      at: new Date('2026-01-02T03:04:05.006Z'),
      via: 'login' as const,
    };
    await expect(identities.link([link, link])).resolves.toEqual([link]);
    await expect(identities.link([link])).resolves.toEqual([]);
    await expect(identities.unlink({ ...link, at: new Date('2026-01-03T00:00:00Z') })).resolves.toBe(true);
  });

  it('makes everybody wait while the vault is away, and loses or doubles nobody who was on the way', async () => {
    const identities = await aProcess({ erasuresFreshMs: 0 });
    const known = people(60_000, 60_010);
    const before = await identities.resolve(known);
    const answered = new Map<string, number>();
    const failures: unknown[] = [];
    let next = 61_000;
    let going = true;
    const worker = async (): Promise<void> => {
      while (going) {
        const batch = people(next, next + 50);
        next += 30;
        try {
          for (const [name, number] of await identities.resolve(batch)) {
            expect(answered.get(name) ?? number).toBe(number);
            answered.set(name, number);
          }
        } catch (error) {
          failures.push(error);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }
    };
    const workers = [worker(), worker(), worker()];
    await eventually(() => expect(answered.size).toBeGreaterThan(500));
    await server.kill9();
    await eventually(() => expect(failures.length).toBeGreaterThan(20));
    await expect(identities.resolve(known)).rejects.toBeInstanceOf(Unavailable);
    await expect(identities.erased(known)).rejects.toBeInstanceOf(Unavailable);
    const whenAway = answered.size;
    await server.restart();
    await eventually(() => expect(answered.size).toBeGreaterThan(whenAway + 500));
    going = false;
    await Promise.all(workers);
    expect(failures.filter((error) => !(error instanceof Unavailable))).toEqual([]);
    await expect(identities.resolve(known)).resolves.toEqual(before);
    expect(new Set(answered.values()).size).toBe(answered.size);
  });

  it('leaves no gap behind, whatever happened', async () => {
    const postgres = await Postgres.of(config, 'vault');
    opened.push(postgres);
    const [row] = await postgres.query<{ last: string; gaps: string }>(
      `SELECT last_no AS last, last_no - (SELECT count(*) FROM vault.subjects) AS gaps FROM vault.state`,
    );
    expect(Number(row?.last)).toBeGreaterThan(50_000);
    // The one number less is Anna's.
    expect(Number(row?.gaps)).toBe(1);
  });
});
