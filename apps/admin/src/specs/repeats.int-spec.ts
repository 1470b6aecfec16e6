import { type PipelineJob, PIPELINE_JOBS_TOPIC, TOPICS } from '@analytics/contracts';
import { KafkaConfig, KafkaRanges, provisionTopics } from '@analytics/infra-kafka';
import { hashOfWriteKey, WriteKeysStore } from '@analytics/infra-postgres';
import { type Answer, AdminSuite } from '../fixtures/admin-suite.fixture';

const TYPE = 'com.platform.guild.party.formed.v1';
const schema = (most: number) => ({
  schema: { type: 'object', properties: { size: { type: 'integer', maximum: most } } },
});
const PERIOD = { from: '2026-11-20T10:00:00Z', until: '2026-11-20T11:00:00Z' };
const TAKEN = {
  status: 409,
  body: { errors: [{ code: 'CONFLICT', detail: expect.stringContaining('Idempotency-Key was used') }] },
};

describe('what is sent again under its Idempotency-Key', () => {
  let suite: AdminSuite;
  let ingestion: WriteKeysStore;
  beforeAll(async () => {
    suite = await AdminSuite.open('admin-repeats', { KAFKA_SEND_DEADLINE_MS: '4000' });
    ingestion = new WriteKeysStore(await suite.postgres('ingestion'));
  });
  afterAll(() => suite?.close());

  const audited = async (query: string): Promise<{ action: string; result: string }[]> =>
    (await suite.get(`/audit?${query}`)).body.data;
  const idOf = ({ body }: Answer): string => body.data.id as string;

  /** Every job that was sent. */
  async function jobs(): Promise<PipelineJob[]> {
    const ranges = suite.service.app.get(KafkaRanges);
    const { high } = await ranges.watermarks(PIPELINE_JOBS_TOPIC, 0);
    if (high === 0n) return [];
    const records = await ranges.read({ topic: PIPELINE_JOBS_TOPIC, partition: 0, from: 0n, to: high - 1n });
    return records.map(({ value }) => JSON.parse(value!.toString()) as PipelineJob);
  }

  it('makes one write key, whose secret is told once and kept nowhere', async () => {
    const first = await suite.keyed('w-1', '/write-keys', { name: 'shop' });
    expect(first).toMatchObject({ status: 201, body: { data: { secret: expect.stringMatching(/^wk_/) } } });
    const again = await suite.keyed('w-1', '/write-keys', { name: 'shop' });
    expect(again).toMatchObject({ status: 201, body: { data: { id: idOf(first), secret: null } } });
    expect(await suite.keyed('w-1', '/write-keys', { name: 'other' })).toMatchObject(TAKEN);
    const inRussian = { 'idempotency-key': 'w-1', 'accept-language': 'ru' };
    const taken = await suite.call('POST', '/write-keys', { name: 'b' }, 'analytics_operator', 'olga', inRussian);
    expect(taken.body.errors[0].detail).toMatch(/ключ/);
    expect(await audited(`object=${idOf(first)}`)).toHaveLength(1);
    const admin = await suite.postgres('admin');
    const kept = JSON.stringify(await admin.query('SELECT * FROM creation_requests'));
    expect(kept).toContain(idOf(first));
    expect(kept).not.toContain('wk_');
  });

  it('makes one of ten at once, and who else uses the key makes another', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => suite.keyed('w-2', '/write-keys', { name: 'ten' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(answers.filter(({ body }) => body.data.secret !== null)).toHaveLength(1);
    const other = await suite.keyed('w-2', '/write-keys', { name: 'of pavel' }, 'pavel');
    expect(other).toMatchObject({ status: 201, body: { data: { secret: expect.any(String) } } });
    expect(idOf(other)).not.toBe(idOf(answers[0]!));
  });

  it('leaves the key of what was refused free', async () => {
    await suite.post('/write-keys', { name: 'taken' });
    expect(await suite.keyed('w-3', '/write-keys', { name: 'taken' })).toMatchObject({
      status: 409,
      body: { errors: [{ source: { pointer: '/name' } }] },
    });
    expect(await suite.keyed('w-3', '/write-keys', { name: '' })).toMatchObject({ status: 400 });
    expect(await suite.keyed('w-3', '/write-keys', { name: 'free' })).toMatchObject({ status: 201 });
  });

  it('rotates a key once, each key by its own request', async () => {
    const [one, two] = [
      await suite.post('/write-keys', { name: 'r1' }),
      await suite.post('/write-keys', { name: 'r2' }),
    ];
    const rotate = (answer: Answer, body: object = {}) =>
      suite.keyed('r-1', `/write-keys/${idOf(answer)}/rotate`, body);
    const answers = await Promise.all(Array.from({ length: 10 }, () => rotate(one)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const secrets = answers.map(({ body }) => body.data.secret as string | null).filter((each) => each !== null);
    expect(secrets).toHaveLength(1);
    // Rotated twice, the first secret would be good no longer.
    expect(await ingestion.findByHash(hashOfWriteKey(one.body.data.secret as string))).not.toBeNull();
    expect(await rotate(one, { overlap_seconds: 1 })).toMatchObject(TAKEN);
    expect((await rotate(two)).body.data.secret).not.toBeNull();
    await suite.post(`/write-keys/${idOf(one)}/revoke`);
    expect(await rotate(one)).toMatchObject({ status: 200, body: { data: { id: idOf(one), secret: null } } });
  });

  it('registers one version of a schema', async () => {
    const register = (most: number) => suite.keyed('s-1', `/schemas/${TYPE}/versions`, schema(most));
    const [one, two] = await Promise.all([register(5), register(5)]);
    expect([one, two]).toMatchObject([
      { status: 201, body: { data: { type: TYPE, version: 1 } } },
      { status: 201, body: { data: one.body.data } },
    ]);
    expect(await register(9)).toMatchObject(TAKEN);
    expect(await suite.post(`/schemas/${TYPE}/versions`, schema(9))).toMatchObject({ body: { data: { version: 2 } } });
    expect((await register(5)).body.data).toEqual(one.body.data);
    expect(await audited(`object=${TYPE}`)).toHaveLength(2);
  });

  it('asks for one replay, and answers as at first', async () => {
    const wish = { filter: { type: TYPE }, patch: [{ op: 'remove', path: '/data/x' }] };
    const [one, two] = await Promise.all([1, 2].map(() => suite.keyed('d-1', '/dlq/replays', wish)));
    expect([one!.status, two!.status, two!.body.data]).toEqual([202, 202, one!.body.data]);
    await suite.post(`/dlq/replays/${idOf(one!)}/cancel`);
    const again = await suite.keyed('d-1', '/dlq/replays', wish);
    expect([again.status, again.body.data]).toEqual([202, one!.body.data]);
    expect(await suite.keyed('d-1', '/dlq/replays', { ...wish, dry_run: false })).toMatchObject(TAKEN);
    expect((await suite.get('/dlq/replays')).body.data).toHaveLength(1);
  });

  it('asks the worker again, under the same id, for what could not be sent', async () => {
    const run = () => suite.keyed('p-0', '/pipelines/retention/runs', { parameters: { dry_run: true } });
    const config = { brokers: [...suite.space.kafka.brokers], topicPrefix: suite.space.topicPrefix };
    // There is no topic yet. Kafka says no, or nothing in time: then the job may arrive all the same.
    expect([503, 504]).toContain((await run()).status);
    const topics = TOPICS.filter(({ name }) => name === PIPELINE_JOBS_TOPIC);
    await provisionTopics(
      Object.assign(new KafkaConfig(), config),
      topics.map((topic) => ({ ...topic, partitions: 1 })),
    );
    const asked = await run();
    expect(asked.status).toBe(202);
    expect((await audited(`object=${idOf(asked)}`)).map(({ result }) => result)).toEqual([
      ...['requested', 'not_sent', 'requested'],
    ]);
    expect(idOf(await run())).toBe(idOf(asked));
    // Of one id the worker makes one run.
    expect(new Set((await jobs()).map(({ id }) => id))).toEqual(new Set([idOf(asked)]));
  });

  it.each([
    ['a run', '/pipelines/rebuild-marts/runs', { parameters: { months: ['2026-11'] } }, { parameters: {} }],
    ['a reconciliation', '/reconciliations', PERIOD, { ...PERIOD, repair: true }],
  ])('asks for %s once', async (_, route, body, other) => {
    const first = await suite.keyed('p-1', route, body);
    const again = await suite.keyed('p-1', route, body);
    expect([first.status, again.status, again.body.data]).toEqual([202, 202, first.body.data]);
    expect(await suite.keyed('p-1', route, other)).toMatchObject(TAKEN);
    expect((await jobs()).filter(({ id }) => id === idOf(first))).toHaveLength(1);
    const atOnce = await Promise.all([1, 2, 3].map(() => suite.keyed('p-2', route, body)));
    expect(new Set(atOnce.map(idOf)).size).toBe(1);
    expect(await audited(`object=${idOf(atOnce[0]!)}`)).toMatchObject([{ result: 'requested' }]);
  });

  it('goes on with a run whose first asker died before it was sent', async () => {
    const run = () => suite.keyed('p-3', '/pipelines/rebuild-marts/runs', {});
    const first = await run();
    const admin = await suite.postgres('admin');
    await admin.query(`UPDATE creation_requests SET made = jsonb_set(made, '{state}', '"asked"') WHERE key = 'p-3'`);
    expect(idOf(await run())).toBe(idOf(first));
    expect((await jobs()).filter(({ id }) => id === idOf(first))).toHaveLength(2);
    expect(await audited(`object=${idOf(first)}`)).toHaveLength(1);
  });

  it.each([
    ['/write-keys', { name: 'odd' }],
    ['/dlq/replays', { filter: {} }],
    ['/dlq/discard', { filter: { type: TYPE }, reason_text: 'a test' }],
    ['/reconciliations', PERIOD],
    ['/pipelines/retention/runs', {}],
    [`/schemas/${TYPE}/versions`, schema(3)],
  ])('is refused by %s under a key that is none', async (route, body) => {
    for (const key of ['', 'a b', 'x'.repeat(256), 'schlüssel']) {
      expect(await suite.keyed(key, route, body)).toMatchObject({
        status: 400,
        body: { errors: [{ code: 'INVALID_QUERY_PARAMETERS', source: { parameter: 'Idempotency-Key' } }] },
      });
    }
  });
});
