import { CATALOGUE, GAME_VIEWED } from '@analytics/contracts';
import { FACT_TABLES, factRows, factsOf } from '@analytics/domain';
import { SchemaRegistryStore, ToleratedViolationsStore, UnknownPropertiesStore } from '@analytics/infra-postgres';
import { AdminSuite } from '../fixtures/admin-suite.fixture';
import { aValidatedEvent } from '@analytics/testing';

const TYPE = 'com.platform.guild.party.formed.v1';
const schema = (properties: object, required: string[] = []) => ({ type: 'object', properties, required });

describe('schemas over HTTP', () => {
  let suite: AdminSuite;

  beforeAll(async () => {
    suite = await AdminSuite.open('admin-schemas');
    await new SchemaRegistryStore(await suite.postgres('ingestion')).seed(CATALOGUE);
  });
  afterAll(() => suite?.close());

  it('registers the first version and the next, shows all, and records who', async () => {
    const first = await suite.post(
      `/schemas/${TYPE}/versions`,
      {
        schema: schema({ size: { type: 'integer', maximum: 5 } }),
        mode: 'stamp',
        owner: 'guilds',
        description: 'A party was formed.',
        example: { size: 3 },
      },
      'analytics_operator',
      'olga',
    );
    expect(first).toMatchObject({
      status: 201,
      body: {
        data: { type: TYPE, version: 1, mode: 'stamp', owner: 'guilds', created_by: 'olga', example: { size: 3 } },
      },
    });
    const second = await suite.post(`/schemas/${TYPE}/versions`, {
      schema: schema({ size: { type: 'integer', maximum: 9 }, name: { type: 'string' } }),
    });
    expect(second).toMatchObject({ status: 201, body: { data: { version: 2, mode: 'stamp', owner: 'guilds' } } });
    const { body } = await suite.get(`/schemas/${TYPE}`);
    expect(body.data).toMatchObject({ type: TYPE, versions: [{ version: 1 }, { version: 2 }], usage: [], parked: 0 });
    const { body: audit } = await suite.get(`/audit?object=${TYPE}&action=schema.register&actor=olga`);
    expect(audit.data).toMatchObject([{ after: { version: 1, mode: 'stamp' }, result: 'done' }]);
  });

  it('shows what senders use and the newest schema does not describe', async () => {
    const properties = new UnknownPropertiesStore(await suite.postgres('ingestion'));
    const counts = [
      { type: TYPE, name: 'colour', count: 7 },
      { type: TYPE, name: 'name', count: 9 },
    ];
    await properties.add(counts, { namesPerType: 10, keptMs: 60_000 });
    const { body } = await suite.get(`/schemas/${TYPE}`);
    expect(body.data.unknown_properties).toMatchObject([{ name: 'colour', events: 7 }]);
    const { body: list } = await suite.get('/schemas');
    const listed = list.data.find(({ type }: { type: string }) => type === TYPE);
    expect(listed).toMatchObject({ unknown_properties: 1 });
  });

  it('shows which rules accepted events break, so that who observes knows what rejecting would refuse', async () => {
    const violations = new ToleratedViolationsStore(await suite.postgres('ingestion'));
    const place = { type: TYPE, rule: 'maximum', pointer: '/data/size' };
    const counts = [
      { ...place, version: 1, count: 3 },
      { ...place, version: 2, count: 4 },
      { ...place, version: 2, rule: 'type', count: 5 },
    ];
    await violations.add(counts, { placesPerType: 10, keptMs: 60_000 });
    const { body } = await suite.get(`/schemas/${TYPE}`);
    expect(body.data.tolerated_violations).toMatchObject([
      { version: 2, rule: 'type', pointer: '/data/size', events: 5 },
      { version: 2, rule: 'maximum', pointer: '/data/size', events: 4 },
      { version: 1, rule: 'maximum', pointer: '/data/size', events: 3 },
    ]);
    const { body: list } = await suite.get('/schemas');
    const listed = list.data.find(({ type }: { type: string }) => type === TYPE);
    expect(listed).toMatchObject({ tolerated_violations: 9 });
  });

  it('refuses what breaks a promise with every broken rule and its place; a check says the same and registers nothing', async () => {
    const wanted = {
      schema: schema({ size: { type: 'string' }, clan: { type: 'string' } }, ['clan']),
      owner: 'guilds',
    };
    const refused = await suite.post(`/schemas/${TYPE}/versions`, wanted);
    expect(refused.status).toBe(409);
    const rules = [
      ['REQUIRED_PROPERTY_ADDED', '/schema/properties/clan'],
      ['PROPERTY_REMOVED', '/schema/properties/name'],
      ['TYPE_CHANGED', '/schema/properties/size/type'],
    ];
    const told = refused.body.errors.map((each: { code: string; rule: string; source: { pointer: string } }) => {
      expect(each.code).toBe('SCHEMA_INCOMPATIBLE');
      return [each.rule, each.source.pointer];
    });
    expect(told).toEqual(expect.arrayContaining(rules.filter(([rule]) => rule !== 'PROPERTY_REMOVED')));
    const checked = await suite.post(`/schemas/${TYPE}/check`, wanted);
    expect(checked).toMatchObject({ status: 200, body: { data: { compatible: false } } });
    expect(checked.body.data.broken.map(({ rule, pointer }: never) => [rule, `/schema${pointer as string}`])).toEqual(
      told,
    );
    expect((await suite.get(`/schemas/${TYPE}`)).body.data.versions).toHaveLength(2);
  });

  it('says of what is no schema every problem with its place', async () => {
    const { status, body } = await suite.post(`/schemas/${TYPE}/check`, {
      schema: { type: 'object', properties: { a: { type: 'colour' }, b: { $ref: '#/x' } } },
    });
    expect(status).toBe(400);
    expect(body.errors.length).toBeGreaterThanOrEqual(2);
    for (const error of body.errors) {
      expect(error).toMatchObject({ code: 'SCHEMA_INVALID', source: { pointer: expect.stringMatching(/^\/schema/) } });
    }
    const example = await suite.post(`/schemas/${TYPE}/check`, {
      schema: schema({ size: { type: 'integer' } }),
      example: { size: 'x' },
    });
    expect(example.body.errors).toMatchObject([{ code: 'SCHEMA_INVALID', source: { pointer: '/example/size' } }]);
    expect(await suite.get('/schemas/com.platform.no.such.v1')).toMatchObject({
      status: 404,
      body: { errors: [{ code: 'SCHEMA_NOT_FOUND' }] },
    });
    expect(await suite.post(`/schemas/${TYPE}/versions`, { schema: {}, created_by: 'me' })).toMatchObject({
      status: 400,
    });
  });

  it('changes the mode of a version', async () => {
    const changed = await suite.call('PATCH', `/schemas/${TYPE}/versions/2`, { mode: 'observe' }, 'platform_admin');
    expect(changed).toMatchObject({ status: 200, body: { data: { version: 2, mode: 'observe' } } });
    expect(
      await suite.call('PATCH', `/schemas/${TYPE}/versions/9`, { mode: 'observe' }, 'platform_admin'),
    ).toMatchObject({
      status: 404,
    });
    const { body } = await suite.get(`/audit?object=${TYPE}&action=schema.mode`);
    expect(body.data).toMatchObject([{ after: { version: 2, mode: 'observe' } }]);
  });

  it('counts the events of each version, and those that break it', async () => {
    const now = Date.now();
    const events = [0, 1, 2].map((at) =>
      aValidatedEvent({
        type: GAME_VIEWED,
        data: {},
        id: `e-${at}`,
        effective_at: new Date(now - at).toISOString(),
        ...(at === 2 && { schema_marks: ['maximum /data/x'] }),
      }),
    );
    const facts = events.map((event, at) =>
      factsOf(event, { topic: 'spec', partition: 0, offset: BigInt(at), hash: 1n }),
    );
    await suite.clickhouse.insert(FACT_TABLES.events, factRows(facts).events, { token: 'usage' });
    const usage = [{ version: 1, events: 3, violations: 1, last_received_at: expect.any(String) }];
    expect((await suite.get(`/schemas/${GAME_VIEWED}`)).body.data.usage).toEqual(usage);
    const listed = (await suite.get('/schemas')).body;
    expect(listed.data).toHaveLength(CATALOGUE.length + 1);
    expect(listed.data.find(({ type }: never) => type === GAME_VIEWED)).toMatchObject({
      usage,
      parked: 0,
      owner: 'platform',
    });
  });

  it('tells what was parked, by registered types and those nobody registered, and what a schema refused', async () => {
    const admin = await suite.postgres('admin');
    const other = 'com.platform.guild.party.left.v1';
    for (const [type, records, reason, daysAgo] of [
      [TYPE, 7, 'SCHEMA_UNKNOWN', 0],
      [other, 9, 'SCHEMA_UNKNOWN', 0],
      [GAME_VIEWED, 5, 'SCHEMA_VIOLATION', 0],
      [GAME_VIEWED, 2, 'NUMBER_OUT_OF_RANGE', 3],
      [GAME_VIEWED, 3, 'SCHEMA_VIOLATION', 40],
      [GAME_VIEWED, 4, 'ID_CONFLICT', 0],
    ] as const) {
      await admin.query(
        `INSERT INTO dead_letters (id, identity, letter_id, reason, stage, detail, retriable, event_type, origin_topic,
            origin_partition, origin_offset, origin_at, processor, personal, first_seen_at, last_seen_at)
         SELECT h, decode(h, 'hex'), h, $3, 'validate', 'd', false, $1, 't', 0, n, now(), 'p', false, seen, seen
           FROM generate_series(1, $2::int) n, encode(sha256(convert_to($1 || $3 || $4::int || n, 'UTF8')), 'hex') h,
                (SELECT now() - make_interval(days => $4::int) AS seen) s`,
        [type, records, reason, daysAgo],
      );
    }
    expect((await suite.get(`/schemas/${TYPE}`)).body.data.parked).toBe(7);
    const { data, meta } = (await suite.get('/schemas')).body;
    expect(data.find(({ type }: never) => type === TYPE).parked).toBe(7);
    expect(meta.unregistered).toEqual([{ type: other, records: 9 }]);
    expect(data.find(({ type }: never) => type === GAME_VIEWED)).toMatchObject({ parked: 0, refused: 7 });
    expect((await suite.get(`/schemas/${GAME_VIEWED}`)).body.data.refused).toBe(7);
  });

  it.each(['marketing_manager', 'developer', 'user', 'privacy_officer'])('is not for a %s', async (role) => {
    expect((await suite.get('/schemas', role)).status).toBe(403);
    expect((await suite.post(`/schemas/${TYPE}/versions`, { schema: {} }, role)).status).toBe(403);
  });
});
