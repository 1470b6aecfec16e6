import { randomUUID } from 'node:crypto';
import { COLLECTED_TOPIC, type EventEnvelope, GAME_VIEWED } from '@analytics/contracts';
import { fingerprintOf } from '@analytics/domain';
import { aGameViewed, suiteNamespace } from '@analytics/testing';
import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from 'cloudevents';
import { COLLECTED_HEADERS, refusalIn } from '../../collected-record';
import { CollectSuite, eventOf } from './collect-suite.fixture';

let suite: CollectSuite;
beforeAll(async () => {
  suite = await CollectSuite.start(await suiteNamespace('collect', { databases: ['postgres'] }));
});
afterAll(() => suite.stop());

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
/** The event with text put into its data that no JSON library would write. */
const spoiled = (event: EventEnvelope, members: string): string =>
  JSON.stringify(event).replace('"data":{', `"data":{${members},`);

describe('collect takes events', () => {
  it('one by one and in batches, under each name of JSON', async () => {
    const [one, two, three, four] = [aGameViewed(), aGameViewed(), aGameViewed(), aGameViewed()];
    const single = await suite.post(one, { 'content-type': 'application/cloudevents+json; charset=UTF-8' });
    expect(single).toMatchObject({
      status: 202,
      body: { data: { accepted: 1, duplicate: 0, rejected: 0, items: [] } },
    });
    expect(single.body.meta.request_id).toBe(single.headers.get('x-request-id'));
    expect((await suite.post(two)).status).toBe(202);
    const batch = await suite.post(
      [three],
      { 'content-type': 'application/cloudevents-batch+json' },
      'events?items=all',
    );
    expect(batch.body.data.items).toEqual([{ index: 0, id: three.id, source: three.source, status: 'accepted' }]);
    expect((await suite.post([four])).status).toBe(202);
    const records = await suite.collected([one, two, three, four].map(({ id }) => id));
    expect(records.map(eventOf)).toEqual([one, two, three, four]);
    expect(records[0]).toMatchObject({
      topic: expect.stringContaining(COLLECTED_TOPIC),
      key: Buffer.from(String(one.data['userId'])),
    });
    expect(records.map(({ headers }) => headers[COLLECTED_HEADERS.fingerprint])).toEqual(
      [one, two, three, four].map(fingerprintOf),
    );
  });

  it('in binary mode, with attributes that are percent-encoded', async () => {
    const event = aGameViewed({}, { subject: 'игра "№ 1"', source: 'urn:service:каталог' });
    const { data, datacontenttype: _, ...attributes } = event;
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(value as string)]),
    );
    expect((await suite.post(data, headers)).status).toBe(202);
    const [record] = await suite.collected([event.id]);
    expect(eventOf(record!)).toEqual(event);
    // The same event in structured mode is the same event.
    expect((await suite.post(event)).body.data).toMatchObject({ accepted: 0, duplicate: 1 });
  });

  it('in binary mode only as data that stays in its place', async () => {
    const { data, ...attributes } = aGameViewed();
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value as string]),
    );
    const beyond = `${JSON.stringify(data)},"source":"urn:service:other"`;
    expect(await suite.post(beyond, headers)).toMatchObject({ status: 400 });
    expect((await suite.post(data, { ...headers, 'ce-id': '%ff' })).body.data.items).toMatchObject([
      { code: 'ENCODING', pointer: '/id' },
    ]);
    expect((await suite.post(data, { ...headers, 'ce-__proto__': 'x' })).body.data.items).toMatchObject([
      { code: 'MALFORMED_JSON' },
    ]);
  });

  it('of a client nobody here wrote, in all three modes', async () => {
    const made = (id: string) =>
      new CloudEvent({ id, source: 'urn:sdk', type: GAME_VIEWED, data: { ...aGameViewed().data } });
    const sink = `${suite.url}/api/v1/analytics/events`;
    for (const mode of [Mode.BINARY, Mode.STRUCTURED]) {
      const event = made(randomUUID());
      const emit = emitterFor(httpTransport(sink), { binding: HTTP, mode });
      const answer = (await emit(event, { headers: { 'x-write-key': suite.key } })) as { body: string };
      expect(JSON.parse(answer.body)).toMatchObject({ data: { accepted: 1, rejected: 0 } });
      const [record] = await suite.collected([event.id]);
      expect(eventOf(record!)).toMatchObject({ source: 'urn:sdk', time: event.time, data: event.data });
    }
    const batch = [made(randomUUID()), made(randomUUID())];
    const answer = await suite.post(JSON.stringify(batch), { 'content-type': 'application/cloudevents-batch+json' });
    expect(answer.body.data).toMatchObject({ accepted: 2 });
    expect(await suite.collected(batch.map(({ id }) => id))).toHaveLength(2);
  });

  it('and says which it knows already, and which it knows otherwise', async () => {
    const event = aGameViewed();
    const other = { ...event, data: { ...event.data, placement: 'other' } };
    const later = { ...event, sentat: new Date().toISOString() };
    expect((await suite.post([event, later, other])).body.data).toMatchObject({
      accepted: 1,
      duplicate: 1,
      rejected: 1,
      items: [
        { index: 1, status: 'duplicate' },
        { index: 2, status: 'rejected', code: 'ID_CONFLICT', pointer: '/id' },
      ],
    });
    expect(await suite.post(later)).toMatchObject({ status: 200, body: { data: { accepted: 0, duplicate: 1 } } });
    expect(await suite.post(other)).toMatchObject({ status: 422, body: { data: { rejected: 1 } } });
    // The event once, and the other one for each time it was refused.
    expect(await suite.countOf(event.id)).toBeLessThanOrEqual(3);
  });
});

describe('collect judges item by item', () => {
  it('a batch of 1000 with 37 bad ones of ten kinds', async () => {
    const { secret } = await suite.newKey({ sources: ['urn:service:catalog'] });
    const bad: readonly ((event: EventEnvelope) => [text: string, code: string, pointer: string])[] = [
      (event) => [spoiled(event, '"x":1,"x":2'), 'MALFORMED_JSON', '/data/x'],
      (event) => [spoiled(event, '"__proto__":{}'), 'MALFORMED_JSON', '/data/__proto__'],
      (event) => [spoiled(event, '"x":"\\u0000"'), 'ENCODING', '/data/x'],
      (event) => [spoiled(event, `"x":${JSON.stringify(nested(19))}`), 'TOO_DEEP', `/data/x${'/a'.repeat(18)}`],
      (event) => [spoiled(event, '"x":9007199254740993'), 'NUMBER_OUT_OF_RANGE', '/data/x'],
      (event) => [JSON.stringify({ ...event, type: 'com.platform.no.such.v1' }), 'SCHEMA_UNKNOWN', '/type'],
      (event) => [JSON.stringify({ ...event, data: { ...event.data, gameId: 7 } }), 'SCHEMA_VIOLATION', '/data/gameId'],
      (event) => [JSON.stringify({ ...event, time: '2001-01-01T00:00:00Z' }), 'EVENT_TIME_OUT_OF_RANGE', '/time'],
      (event) => [JSON.stringify({ ...event, time: 'yesterday' }), 'NOT_CLOUDEVENT', '/time'],
      (event) => [JSON.stringify({ ...event, source: 'urn:service:else' }), 'SOURCE_NOT_ALLOWED', '/source'],
    ];
    const events = Array.from({ length: 1_000 }, () => aGameViewed());
    const wrong = new Map(Array.from({ length: 37 }, (_, n) => [n * 27, bad[n % bad.length]!(events[n * 27]!)]));
    const texts = events.map((event, index) => wrong.get(index)?.[0] ?? JSON.stringify(event));
    const { status, body } = await suite.post(`[${texts.join(',\n')}]`, { 'x-write-key': secret });
    expect(status).toBe(202);
    expect(body.data).toMatchObject({ accepted: 963, duplicate: 0, rejected: 37 });
    const verdicts = [...wrong].map(([index, [, code, pointer]]) => ({ index, id: events[index]!.id, code, pointer }));
    expect(body.data.items.map(({ index, id, code, pointer }) => ({ index, id, code, pointer }))).toEqual(verdicts);
    // The refused ones travel too, each with its verdict, for the dead letters.
    const records = await suite.collected(events.map(({ id }) => id));
    const told = records
      .map(({ headers }, index) => ({ index, refusal: refusalIn(headers) }))
      .filter(({ refusal }) => refusal);
    expect(told.map(({ index, refusal }) => [index, refusal!.code, refusal!.pointer])).toEqual(
      verdicts.map(({ index, code, pointer }) => [index, code, pointer]),
    );
    expect(told.find(({ refusal }) => refusal!.code === 'SCHEMA_VIOLATION')?.refusal).toMatchObject({
      ...{ keyword: 'type', schemaVersion: 1 },
    });
    const again = await suite.post(`[${texts.join(',\n')}]`, { 'x-write-key': secret });
    expect(again.body.data).toMatchObject({ accepted: 0, duplicate: 963, rejected: 37 });
  });

  it('an event that is too large for a batch, and one that cannot be told apart', async () => {
    const large = aGameViewed({}, { id: randomUUID() });
    const text = spoiled(large, `"x":"${'é'.repeat(140 * 1024)}"`);
    const huge = aGameViewed();
    const beyond = spoiled(huge, `"x":"${'x'.repeat(2 * 1024 * 1024)}"`);
    const { id: _, ...nameless } = aGameViewed();
    const { body } = await suite.post(
      `[${text},${beyond},${JSON.stringify(nameless)},${JSON.stringify(aGameViewed())},7]`,
    );
    expect(body.data).toMatchObject({
      accepted: 1,
      rejected: 4,
      items: [
        { index: 0, id: large.id, code: 'TOO_LARGE' },
        { index: 1, id: huge.id, code: 'TOO_LARGE' },
        { index: 2, code: 'NOT_CLOUDEVENT', pointer: '/id' },
        { index: 4, code: 'NOT_CLOUDEVENT', pointer: '' },
      ],
    });
    const [kept, cut] = await suite.collected([large.id, huge.id]);
    expect(kept!.value!.toString()).toBe(text);
    expect(eventOf(cut!)).toEqual({ ...huge, data: undefined });
    expect((await suite.post(text)).status).toBe(413);
  });

  it('nothing at all where all is refused', async () => {
    const { status, body } = await suite.post({ ...aGameViewed(), specversion: '0.3' });
    expect(status).toBe(422);
    expect(body.data).toMatchObject({
      accepted: 0,
      rejected: 1,
      items: [{ code: 'NOT_CLOUDEVENT', pointer: '/specversion' }],
    });
  });
});

describe('the short form', () => {
  const browser = { 'user-agent': 'Mozilla/5.0 Ünicode', 'x-forwarded-for': '203.0.113.7' };

  it('becomes a tracked event, with the caller beside it', async () => {
    const id = randomUUID();
    const short = {
      id,
      name: 'clicked',
      properties: { button: 'buy', times: 2 },
      anonymousId: 'device-1',
      platform: 'macos',
    };
    const answer = await suite.post(short, { ...browser, 'user-agent': 'Mozilla/5.0 (X11)' }, 'track');
    expect(answer).toMatchObject({ status: 202, body: { data: { accepted: 1 } } });
    const [record] = await suite.collected([id]);
    const { id: _, ...data } = short;
    expect(eventOf(record!)).toMatchObject({
      specversion: '1.0',
      type: 'com.platform.client.event.tracked.v1',
      source: '/track',
      data,
    });
    expect(record!.headers).toMatchObject({
      [COLLECTED_HEADERS.clientAddress]: '203.0.113.7',
      [COLLECTED_HEADERS.clientUserAgent]: encodeURIComponent('Mozilla/5.0 (X11)'),
    });
    // Without a time of its own it is the same event when it comes again.
    expect(await suite.post(short, {}, 'track')).toMatchObject({ status: 200, body: { data: { duplicate: 1 } } });
  });

  it('needs nothing but a name and properties', async () => {
    const answer = await suite.post(
      [
        { name: 'opened', properties: {} },
        { name: 'closed', properties: {} },
      ],
      {},
      'track?items=all',
    );
    const items = answer.body.data.items;
    expect(items.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    const [first, second] = (await suite.collected(items.map(({ id }) => id!))).map(
      (record) => eventOf(record)['data'] as Record<string, unknown>,
    );
    expect(first).toMatchObject({ platform: 'web', anonymousId: expect.stringMatching(/^visitor-/) });
    expect(second!['anonymousId']).toBe(first!['anonymousId']);
  });

  it('is refused with pointers into the short form', async () => {
    const items = [
      { name: '', properties: {} },
      { name: 'a', properties: { deep: {} } },
      { name: 'b', properties: {}, time: 'soon' },
    ];
    const answer = await suite.post(`[${JSON.stringify(items).slice(1, -1)},{"name":"c","name":"c"}]`, {}, 'track');
    expect(answer.status).toBe(422);
    expect(answer.body.data.items.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['SCHEMA_VIOLATION', '/name'],
      ['SCHEMA_VIOLATION', '/properties/deep'],
      ['NOT_CLOUDEVENT', '/time'],
      ['MALFORMED_JSON', '/name'],
    ]);
  });
});
