import { CATALOGUE, GAME_VIEWED } from '@analytics/contracts';
import { SchemaIncompatible, SchemaInvalid, SchemaNotFound, Unavailable } from '@analytics/domain';
import {
  Postgres,
  PostgresConfig,
  PostgresMigrations,
  SchemaRegistryStore,
  ToleratedViolationsStore,
  UnknownPropertiesStore,
} from '@analytics/infra-postgres';
import { eventually, type PrivateStore, startPrivateStore } from '@analytics/testing';
import { Logger } from '@nestjs/common';
import { EventValidators } from '../checks/event-validators';
import { SchemaCounts } from './schema-counts';
import { RegistryConfig } from './registry.config';
import { SchemaRegistry } from './schema-registry';
import { SchemaCountsWriter } from './schema-counts.writer';

const TYPE = 'com.platform.guild.party.formed.v1';
const schema = (properties: object, required: string[] = []) => ({ type: 'object', properties, required });
const asked = { type: TYPE, owner: 'guilds', createdBy: 'tests' };
const viewed = CATALOGUE.find((entry) => entry.type === GAME_VIEWED)!.schema.examples[0]!;

describe('the schema registry on a real PostgreSQL', () => {
  let server: PrivateStore<'postgres'>;
  let config: PostgresConfig;
  let postgres: Postgres;
  let store: SchemaRegistryStore;
  let one: SchemaRegistry;
  let other: SchemaRegistry;
  const opened: Postgres[] = [];

  const open = async () => {
    const made = await Postgres.of(config, 'ingestion');
    opened.push(made);
    return made;
  };
  const start = async () => {
    const registry = new SchemaRegistry(await open(), new RegistryConfig());
    await registry.onModuleInit();
    return registry;
  };
  const check = (registry: SchemaRegistry, data: unknown) =>
    new EventValidators(registry, new SchemaCounts()).check(TYPE, data);

  beforeAll(async () => {
    // An outage is what this suite makes: its warnings would bury a failure.
    Logger.overrideLogger(false);
    server = await startPrivateStore('postgres');
    config = Object.assign(new PostgresConfig(), {
      dsn: server.connection.url,
      tlsMode: 'disable',
      reconnectMaxMs: 100,
      statementTimeoutMs: 60_000,
      lockTimeoutMs: 30_000,
      poolSize: 4,
    });
    const migrations = new PostgresMigrations(config);
    await migrations.apply();
    await migrations.close();
    postgres = await open();
    store = new SchemaRegistryStore(postgres);
    // Two at once: both seed, and each type is there once.
    [one, other] = await Promise.all([start(), start()]);
  });

  afterAll(async () => {
    await Promise.all([one.onApplicationShutdown(), other.onApplicationShutdown()]);
    await Promise.all(opened.map((each) => each.close()));
    await server.stop();
  });

  it('is seeded with the catalogue, and seeding again overwrites nothing', async () => {
    expect(await store.list()).toHaveLength(CATALOGUE.length);
    await store.setMode(GAME_VIEWED, 1, 'observe');
    expect(await store.seed(CATALOGUE)).toBe(0);
    expect((await store.get(GAME_VIEWED))[0]).toMatchObject({
      version: 1,
      mode: 'observe',
      owner: 'platform',
      example: viewed,
    });
    await store.setMode(GAME_VIEWED, 1, 'reject');
  });

  it('makes what is registered active in every process within five seconds, without a restart', async () => {
    expect(check(other, {})).toMatchObject({ ok: false, refusal: { code: 'SCHEMA_UNKNOWN' } });
    const first = await store.register({
      ...asked,
      schema: schema({ size: { type: 'integer', maximum: 5 } }),
      example: { size: 3 },
    });
    expect(first).toMatchObject({
      version: 1,
      mode: 'reject',
      compatibility: 'backward',
      owner: 'guilds',
      example: { size: 3 },
    });
    // Two looks, on a machine that has the time for them.
    expect(2 * new RegistryConfig().pollMs).toBeLessThan(5_000);
    for (const registry of [one, other]) {
      await eventually(async () =>
        expect(check(registry, { size: 3 })).toMatchObject({ ok: true, value: { version: 1 } }),
      );
      expect(check(registry, { size: 6 })).toMatchObject({
        ok: false,
        refusal: { code: 'NUMBER_OUT_OF_RANGE', pointer: '/data/size' },
      });
    }
  });

  it('makes a mode active in the same way', async () => {
    await store.setMode(TYPE, 1, 'stamp');
    await eventually(async () =>
      expect(check(other, { size: 6 })).toMatchObject({ ok: true, value: { marks: ['maximum /data/size'] } }),
    );
    await store.setMode(TYPE, 1, 'reject');
  });

  it('refuses a change that breaks the version before, names every rule, and keeps what was', async () => {
    const breaking = { ...asked, schema: schema({ size: { type: 'string' }, name: { type: 'string' } }, ['name']) };
    const refusal = await store.register(breaking).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(SchemaIncompatible);
    expect((refusal as SchemaIncompatible).rules.map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual([
      'REQUIRED_PROPERTY_ADDED /properties/name',
      'TYPE_CHANGED /properties/size/type',
    ]);
    expect(await store.check(breaking)).toEqual((refusal as SchemaIncompatible).rules);
    expect(await store.get(TYPE)).toHaveLength(1);
  });

  it('gives the next number, one by one, to teams that register at once', async () => {
    const more = ['a', 'b', 'c', 'd'].map((name) => ({
      ...asked,
      schema: schema({ size: { type: 'integer', maximum: 5 }, [name]: { type: 'boolean' } }),
    }));
    const made = await Promise.all(more.map((each) => store.register(each)));
    expect(made.map(({ version }) => version).sort()).toEqual([2, 3, 4, 5]);
  });

  it('asks for the promise made before even when a weaker one is named', async () => {
    const type = 'com.platform.guild.party.left.v1';
    await store.register({ ...asked, type, compatibility: 'full', schema: schema({ a: { enum: ['x'] } }) });
    const wider = { ...asked, type, compatibility: 'backward' as const, schema: schema({ a: { enum: ['x', 'y'] } }) };
    await expect(store.register(wider)).rejects.toBeInstanceOf(SchemaIncompatible);
  });

  it('knows neither a type nor a version nobody registered, and takes no broken schema', async () => {
    await expect(store.get('com.platform.no.such.v1')).rejects.toBeInstanceOf(SchemaNotFound);
    await expect(store.setMode(TYPE, 99, 'observe')).rejects.toBeInstanceOf(SchemaNotFound);
    await expect(store.register({ ...asked, schema: { type: 'object' } })).rejects.toBeInstanceOf(SchemaInvalid);
  });

  it('goes on with what it knows while PostgreSQL is away, and hears of changes again afterwards', async () => {
    // What it knows must be what the tests before have left.
    await eventually(async () => expect(check(one, { size: 6 })).toMatchObject({ ok: false }));
    await server.kill9();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(check(one, { size: 3 })).toMatchObject({ ok: true });
    expect(check(one, { size: 6 })).toMatchObject({ ok: false });
    const late = await start();
    expect(new EventValidators(late, new SchemaCounts()).check(GAME_VIEWED, viewed)).toMatchObject({ ok: true });
    // Of a type outside the catalogue it cannot tell yet: refusing would be a guess.
    expect(() => check(late, { size: 3 })).toThrow(Unavailable);
    await server.restart();
    await eventually(async () => expect(check(late, { size: 3 })).toMatchObject({ ok: true }));
    await late.onApplicationShutdown();
    await eventually(() => store.register({ ...asked, schema: schema({ size: { type: 'integer', maximum: 9 } }) }));
    await eventually(async () => expect(check(one, { size: 6 })).toMatchObject({ ok: true }));
  });

  it('is told which properties senders use that nobody described, and keeps so many names of a type', async () => {
    const properties = new UnknownPropertiesStore(postgres);
    const bounds = { namesPerType: 3, keptMs: 60_000 };
    const counts = new SchemaCounts();
    const writer = new SchemaCountsWriter(await open(), counts, new RegistryConfig());
    const validators = new EventValidators(one, counts);
    validators.check(GAME_VIEWED, { ...viewed, colour: 1 });
    validators.check(GAME_VIEWED, { ...viewed, colour: 1, size: 2 });
    await writer.beforeApplicationShutdown();
    const seen = async () => (await properties.list(GAME_VIEWED, 10)).map(({ name, events }) => [name, events]);
    expect(await seen()).toEqual([
      ['colour', 2],
      ['size', 1],
    ]);
    const named = (name: string, count: number) => ({ type: GAME_VIEWED, name, count });
    await properties.add([named('size', 5), named('b', 1), named('a', 2)], bounds);
    expect(await seen()).toEqual([
      ['size', 6],
      ['a', 2],
      ['colour', 2],
    ]);
    await properties.add([named('size', 1)], { ...bounds, keptMs: 0 });
    expect(await seen()).toEqual([['size', 1]]);
  });

  it('tells whoever observes a schema which rules its events break, and keeps so many places of a type', async () => {
    const violations = new ToleratedViolationsStore(postgres);
    const bounds = { placesPerType: 2, keptMs: 60_000 };
    const counts = new SchemaCounts();
    const writer = new SchemaCountsWriter(await open(), counts, new RegistryConfig());
    const observed = 'com.platform.test.observed.v1';
    const sizes = { type: 'array', items: { type: 'integer', maximum: 9 } };
    await store.register({ ...asked, type: observed, mode: 'observe', schema: schema({ sizes }) });
    const validators = new EventValidators(one, counts);
    await eventually(async () => expect(validators.check(observed, { sizes: [10] })).toMatchObject({ ok: true }));
    validators.check(observed, { sizes: [1, 11] });
    validators.check(observed, { sizes: 'many' });
    validators.check(observed, { sizes: [1] });
    await writer.beforeApplicationShutdown();
    const seen = async () =>
      (await violations.list(observed, 10)).map(({ rule, pointer, events }) => [rule, pointer, events]);
    expect(await seen()).toEqual([
      ['maximum', '/data/sizes/*', 2],
      ['type', '/data/sizes', 1],
    ]);
    const broken = { type: observed, version: 1, rule: 'type', pointer: '/data/sizes', count: 2 };
    await violations.add([broken, { ...broken, pointer: '/data/more', count: 9 }], bounds);
    expect(await seen()).toEqual([
      ['type', '/data/sizes', 3],
      ['maximum', '/data/sizes/*', 2],
    ]);
    await violations.add([broken], { ...bounds, keptMs: 0 });
    expect(await seen()).toEqual([['type', '/data/sizes', 2]]);
  });
});
