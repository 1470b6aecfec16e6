import { randomUUID } from 'node:crypto';
import {
  CATALOGUE,
  COLLECTED_TOPIC,
  type EventEnvelope,
  type EventSchema,
  GAME_VIEWED,
  VALIDATED_TOPIC,
} from '@analytics/contracts';
import { aGameViewed, anEnvelope, eventually, suiteNamespace } from '@analytics/testing';
import { CloudEvent, Kafka } from 'cloudevents';
import { collectedRecord } from '../collected-record';
import { eventOf, IntakeSuite, letterOf } from './fixtures/intake-suite.fixture';

const LOGGED_IN = 'com.platform.auth.user.loggedin.v1';
let suite: IntakeSuite;

beforeAll(async () => {
  suite = await IntakeSuite.start(await suiteNamespace('ingestion-intake', { databases: ['postgres'] }), eventually);
});
afterAll(() => suite.stop());

const platformTopic = (domain: string) => ({
  name: `com.platform.${domain}.events.v1`,
  partitions: 1,
  retentionMs: 86_400_000,
  cleanup: 'delete' as const,
  maxMessageBytes: 1_048_576,
  timestamp: 'create' as const,
});

/** What of an example must be stored, read off the schema by hand: only used for flat members. */
function expectedOf(schema: EventSchema, example: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(example).flatMap(([name, value]): [string, unknown][] => {
      switch (schema.properties[name]?.['x-pii']) {
        case undefined:
          return [[name, value]];
        case 'pseudonym':
          return [[name, expect.any(Number)]];
        case 'text':
          return [
            [`${name}Length`, [...(value as string)].length],
            [`${name}Words`, expect.any(Number)],
          ];
        default:
          return [];
      }
    }),
  );
}

describe('intake', () => {
  it('takes old events of an import, tells which one, and refuses them without it', async () => {
    const [old, alike] = [0, 1].map(() => aGameViewed({}, { time: '2019-03-01T10:00:00.000Z' }));
    const facts = { receivedAt: new Date(), writeKeyId: 'spec', importId: randomUUID() };
    await suite.send([collectedRecord(old as never, JSON.stringify(old), facts)]);
    await suite.collect([alike!]);
    const [stored] = await suite.validated([old!.id]);
    expect(stored).toMatchObject({ import_id: facts.importId, effective_at: old!.time, occurred_at: old!.time });
    const refused = (await suite.letters(1)).filter(({ event_id: id }) => id === alike!.id);
    expect(refused).toMatchObject([{ reason_code: 'EVENT_TIME_OUT_OF_RANGE' }]);
  });

  it('stores of every type of the catalogue exactly what its schema lets it', async () => {
    const events = CATALOGUE.map(({ type, schema }) => anEnvelope({ type, data: schema.examples[0]! }));
    await suite.collect(events);
    const stored = await suite.validated(events.map(({ id }) => id));
    stored.forEach((event, at) => {
      const { type, version, schema } = CATALOGUE[at]!;
      expect(event).toMatchObject({ type, schema_version: version, import_id: null, schema_marks: [] });
      expect({ type, data: event.data }).toEqual({ type, data: expectedOf(schema, schema.examples[0]!) });
      expect(event.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    });
  });

  it('gives one person one number in every event, another than to others, and keys by it', async () => {
    const [userId, other, friend] = [randomUUID(), randomUUID(), randomUUID()];
    const events = [
      aGameViewed({ userId }),
      aGameViewed({ userId: userId.toUpperCase(), anonymousId: 'device-of-one' }),
      aGameViewed({ userId: other }),
      anEnvelope({ type: 'com.platform.social.friend.added.v1', data: { userId: friend, friendUserId: userId } }),
      aGameViewed({ userId: undefined, anonymousId: 'device-of-one' }),
    ].map((event) => JSON.parse(JSON.stringify(event)) as EventEnvelope);
    await suite.collect(events);
    const [one, again, another, friendship, device] = await suite.validated(events.map(({ id }) => id));
    expect(again!.user_no).toBe(one!.user_no);
    expect(another!.user_no).not.toBe(one!.user_no);
    expect(friendship!.data['friendUserId']).toBe(one!.user_no);
    expect(device).toMatchObject({ user_no: null, device_no: again!.device_no });
    const keys = new Map(suite.downstream.validated.map((record) => [eventOf(record).id, String(record.key)]));
    expect(keys.get(one!.id)).toBe(`user-${one!.user_no}`);
    expect(keys.get(device!.id)).toBe(`device-${device!.device_no}`);
  });

  it('keeps four times and moves a device whose clock is off by one offset', async () => {
    const now = Date.now();
    const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
    const late = (occurred: number, sent: number) =>
      aGameViewed({ userId: undefined, anonymousId: 'device-behind' }, { time: at(occurred), sentat: at(sent) });
    const events = [late(-61, -60), late(-60.5, -59)];
    await suite.collect(events, new Date(now));
    const [first, second] = await suite.validated(events.map(({ id }) => id));
    expect(first).toMatchObject({ occurred_at: at(-61), sent_at: at(-60), received_at: at(0), effective_at: at(-1) });
    expect(second).toMatchObject({ occurred_at: at(-60.5), effective_at: at(-0.5) });
  });

  it('takes amounts in roubles of older producers', async () => {
    const event = anEnvelope({
      type: 'com.platform.payment.transaction.completed.v1',
      data: {
        transactionId: randomUUID(),
        userId: randomUUID(),
        kind: 'game',
        gameId: randomUUID(),
        amountRub: 1999.9,
        paymentMethod: 'card',
        status: 'completed',
      },
    });
    await suite.collect([event]);
    const [stored] = await suite.validated([event.id]);
    expect(stored!.data).toMatchObject({
      currency: 'RUB',
      rateToRub: '1',
      lines: [{ grossMinor: 199990, quantity: 1 }],
    });
  });

  it('reads what the Kafka binding of the CloudEvents SDK writes, in both modes', async () => {
    const { name } = platformTopic('sdk');
    await suite.topics([platformTopic('sdk')]);
    const made = () => {
      const { data, ...attributes } = aGameViewed();
      return new CloudEvent({ ...attributes, specversion: '1.0', data, partitionkey: 'person-1' } as never);
    };
    const events = [made(), made()];
    const written = [Kafka.structured(events[0]!), Kafka.binary(events[1]!)] as const;
    await suite.send(
      written.map(({ key, value, headers }) => ({
        topic: name,
        key: key as string,
        value: typeof value === 'string' ? value : JSON.stringify(value),
        // The binding names attributes that are not there, too.
        headers: JSON.parse(JSON.stringify(headers)) as Record<string, string>,
      })),
    );
    const stored = await suite.validated(events.map(({ id }) => id));
    expect(stored).toMatchObject(
      events.map(({ id, source, type, time }) => ({ id, source, type, occurred_at: new Date(time!).toISOString() })),
    );
    expect(stored.map(({ data }) => data['gameId'])).toEqual(events.map(({ data }) => (data as never)['gameId']));
  });

  it('reads the topic of a new domain without a restart, in structured and in binary mode', async () => {
    const domain = `d${Date.now().toString(36).replace(/\d/g, 'x')}`;
    await suite.topics([platformTopic(domain)]);
    const structured = aGameViewed();
    const { data, ...attributes } = aGameViewed({}, { correlationid: 'c-1' });
    await suite.send([
      {
        topic: platformTopic(domain).name,
        value: JSON.stringify(structured),
        headers: { 'content-type': 'application/cloudevents+json' },
      },
      {
        topic: platformTopic(domain).name,
        value: JSON.stringify(data),
        headers: {
          ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)])),
          'content-type': 'application/json; charset=utf-8',
          'x-received-at': '2000-01-01T00:00:00Z',
        },
      },
    ]);
    const [one, two] = await suite.validated([structured.id, attributes.id]);
    expect(one).toMatchObject({ source: structured.source, data: { gameId: structured.data['gameId'] } });
    expect(two).toMatchObject({ correlation_id: 'c-1', data: { gameId: data['gameId'] } });
    expect(new Date(two!.received_at).getFullYear()).toBeGreaterThan(2000);
    const record = suite.downstream.validated.find((each) => eventOf(each).id === attributes.id)!;
    expect(record.headers).toMatchObject({
      'x-origin-topic': platformTopic(domain).name,
      'x-origin-partition': '0',
      'x-origin-offset': '1',
    });
  });

  it('E89 lets nothing of a person out but to where it came in', async () => {
    const secret = `canary-${randomUUID().slice(0, 8)}`;
    const [userId, email, phone, pan] = [
      randomUUID(),
      `${secret}@example.ru`,
      '+7 916 555-01-99',
      '4111 1111 1111 1111',
    ];
    const login = {
      userId,
      method: 'password',
      platform: 'web',
      clientVersion: '1',
      ipAddress: '77.88.55.242',
      userAgent: `Agent-${secret}/1.0 (${secret} NT 10.0)`,
    };
    const tracked = {
      name: 'x',
      properties: { note: `${email} ${phone} ${pan}`, [email]: 1, profile: `/u/${userId}` },
      anonymousId: `dev-${secret}`,
      userId,
      platform: 'web',
    };
    const events = [
      anEnvelope({
        type: 'com.platform.auth.user.registered.v1',
        data: { userId, method: 'vk', platform: 'web', email, anonymousId: `dev-${secret}` },
      }),
      anEnvelope({ type: LOGGED_IN, data: { ...login, nickname: secret }, subject: userId }),
      anEnvelope({
        type: 'com.platform.catalog.game.searched.v1',
        data: { userId, query: `find ${secret}`, resultsCount: 0 },
      }),
      anEnvelope({ type: 'com.platform.client.event.tracked.v1', data: tracked, correlationid: email }),
      anEnvelope({ type: 'com.platform.client.event.tracked.v1', data: tracked, id: `${userId}-1` }),
    ];
    const bad = [
      anEnvelope({ type: LOGGED_IN, data: { ...login, platform: secret } }),
      anEnvelope({ type: `com.platform.${email}.v1`, data: { userId, email } }),
      anEnvelope({ type: 'com.platform.client.event.tracked.v1', data: { ...tracked, properties: { [email]: null } } }),
      anEnvelope({ id: email }),
    ];
    const before = suite.downstream.letters.length;
    await suite.collect([...events, ...bad]);
    const stored = await suite.validated(events.slice(0, 4).map(({ id }) => id));
    const letters = (await suite.letters(before + bad.length)).slice(before);
    expect(letters.map(({ reason_code }) => reason_code).sort()).toEqual([
      'PII_DETECTED',
      'SCHEMA_UNKNOWN',
      'SCHEMA_VIOLATION',
      'SCHEMA_VIOLATION',
    ]);
    expect(stored[3]!.data['properties']).toEqual({
      note: '[email] [phone] [card]',
      profile: `/u/user-${stored[3]!.user_no}`,
    });
    const [renamed] = await suite.validated([`user-${stored[3]!.user_no}-1`]);
    expect(renamed!.user_no).toBe(stored[3]!.user_no);
    const out =
      [...suite.downstream.validated, ...suite.downstream.letters]
        .map(({ key, value, headers }) => `${String(key)} ${String(value)} ${JSON.stringify(headers)}`)
        .join('\n') +
      suite.log.join('') +
      (await suite.metrics());
    for (const hidden of [secret, userId, '77.88.55.242', '916 555-01-99', '4111 1111', '4111111111111111']) {
      expect(out).not.toContain(hidden);
      expect(out).not.toContain(Buffer.from(hidden).toString('base64').slice(0, -4));
    }
  });

  it('writes one dead letter for each of 37 bad records among 100, and the same ones when they are delivered again', async () => {
    const before = suite.downstream.letters.length;
    const good = Array.from({ length: 63 }, () => aGameViewed());
    const spoilt: ((event: EventEnvelope) => string | Buffer | null)[] = [
      () => '{"specversion":"1.0",',
      () => Buffer.from([0xff, 0xfe, 0x00]),
      () => null,
      (event) => JSON.stringify({ ...event, specversion: '0.3' }),
      (event) => JSON.stringify({ ...event, type: 'com.platform.unheard.of.v1' }),
      (event) => JSON.stringify({ ...event, data: { ...event.data, gameId: 'no uuid' } }),
      (event) => JSON.stringify({ ...event, time: '2010-01-01T00:00:00Z' }),
      (event) =>
        JSON.stringify(event).replace('{"specversion"', `{"x":${'['.repeat(30)}${']'.repeat(30)},"specversion"`),
      (event) =>
        JSON.stringify({ ...event, data: { ...event.data, discountPercent: 'N' } }).replace('"N"', '9007199254740993'),
      (event) => JSON.stringify({ ...event, data: { ...event.data, placement: 'x'.repeat(300_000) } }),
    ];
    const headers = { 'x-received-at': new Date().toISOString(), 'x-write-key-id': 'spec' };
    const bad = Array.from({ length: 37 }, (_, i) => ({
      topic: COLLECTED_TOPIC,
      key: `bad-${i}`,
      value: spoilt[i % spoilt.length]!(aGameViewed()),
      headers,
    }));
    const records = good.map((event, i) => ({
      topic: COLLECTED_TOPIC,
      key: `good-${i}`,
      value: JSON.stringify(event),
      headers,
    }));
    await suite.send([...records.slice(0, 30), ...bad, ...records.slice(30)]);
    const clean = await suite.validated(good.map(({ id }) => id));
    const letters = (await suite.letters(before + 37)).slice(before);
    const counts = letters.reduce<Record<string, number>>(
      (sum, { reason_code }) => ({ ...sum, [reason_code]: (sum[reason_code] ?? 0) + 1 }),
      {},
    );
    expect(counts).toEqual({
      MALFORMED_JSON: 8,
      ENCODING: 4,
      NOT_CLOUDEVENT: 4,
      SCHEMA_UNKNOWN: 4,
      SCHEMA_VIOLATION: 4,
      EVENT_TIME_OUT_OF_RANGE: 4,
      TOO_DEEP: 3,
      NUMBER_OUT_OF_RANGE: 3,
      TOO_LARGE: 3,
    });
    expect(letters.find(({ reason_code }) => reason_code === 'SCHEMA_VIOLATION')).toMatchObject({
      stage: 'validate',
      pointer: '/data/gameId',
      event_type: GAME_VIEWED,
      event_source: expect.stringMatching(/./),
      event_id: expect.stringMatching(/./),
      personal: true,
      sealed_key_id: 'k1',
      source: { topic: COLLECTED_TOPIC, headers },
    });
    // An operator finds the letters of one event together, however often its batch was sent.
    const named = letters.filter(({ reason_code }) => ['SCHEMA_UNKNOWN', 'SCHEMA_VIOLATION'].includes(reason_code));
    expect(new Set(named.map(({ event_source, event_id }) => `${event_source} ${event_id}`)).size).toBe(named.length);
    const ids = new Set(suite.downstream.letters.map(letterOf).map(({ dlq_id }) => dlq_id));
    const collected = suite.downstream.letters.length;
    await suite.deliverAgain();
    await eventually(() => expect(suite.downstream.letters.length).toBeGreaterThanOrEqual(2 * collected));
    expect(new Set(suite.downstream.letters.map(letterOf).map(({ dlq_id }) => dlq_id))).toEqual(ids);
    // Letters come on a topic of their own: that they are all there says nothing of the events.
    const twice = await eventually(() => {
      const found = suite.downstream.validated.map(eventOf).filter(({ id }) => id === clean[0]!.id);
      expect(found.length).toBeGreaterThan(1);
      return found;
    });
    expect(new Set(twice.map((event) => JSON.stringify(event))).size).toBe(1);
    expect(suite.downstream.validated.every(({ topic }) => topic === VALIDATED_TOPIC)).toBe(true);
  });
});
