import { type PipelineJob, PIPELINE_JOBS_TOPIC, TOPICS } from '@analytics/contracts';
import { KafkaConfig, KafkaRanges, provisionTopics } from '@analytics/infra-kafka';
import { PipelineRunsStore, ReconciliationsStore } from '@analytics/infra-postgres';
import { AdminSuite } from '../fixtures/admin-suite.fixture';

const HOUR = new Date('2026-11-20T10:00:00Z');
const PERIOD = { from: '2026-11-20T10:00:00Z', until: '2026-11-20T11:00:00Z' };
const NOBODY = '00000000-0000-4000-8000-000000000000';
const LINE = {
  ...{ topic: 'analytics.events.validated.v1', part: 2, hour: HOUR, firstOffset: 10n, lastOffset: 19n, offsets: 10 },
  ...{ lakeRows: 10, lakeEvents: 10, lakeXor: 2n ** 64n - 1n, lakeGrossKopecks: 123456789012345678901n },
  ...{ warehouseRows: 9, warehouseEvents: 9, warehouseXor: 7n, warehouseGrossKopecks: 1n },
  ...{ duplicates: 0, refused: 0, inFlight: 0, difference: 2, extra: [] },
  missing: [[12n, 12n]] as const,
  changed: [[14n, 15n]] as const,
};

describe('reconciliations and pipelines over HTTP', () => {
  let suite: AdminSuite;
  let runs: PipelineRunsStore;
  let reports: ReconciliationsStore;
  let read = 0n;

  beforeAll(async () => {
    suite = await AdminSuite.open('admin-pipelines');
    const { kafka, topicPrefix } = suite.space;
    const config = Object.assign(new KafkaConfig(), { brokers: [...kafka.brokers], topicPrefix });
    const topics = TOPICS.filter(({ name }) => name === PIPELINE_JOBS_TOPIC);
    await provisionTopics(
      config,
      topics.map((topic) => ({ ...topic, partitions: 1 })),
    );
    const worker = await suite.postgres('pipeline_worker');
    runs = new PipelineRunsStore(worker);
    reports = new ReconciliationsStore(worker);
  });
  afterAll(() => suite?.close());

  /** What a worker would be given next. */
  async function job(): Promise<PipelineJob> {
    const range = { topic: PIPELINE_JOBS_TOPIC, partition: 0, from: read, to: read };
    const [record] = await suite.service.app.get(KafkaRanges).read(range);
    read += 1n;
    return JSON.parse(record!.value!.toString()) as PipelineJob;
  }

  /** Takes the job as the worker does. */
  async function taken() {
    const asked = await job();
    if (asked.action === 'cancel') throw new Error('no run was asked for');
    const { id, pipeline, parameters, requested_by: requestedBy } = asked;
    await runs.request({ id, pipeline, parameters, requestedBy });
    return asked;
  }

  it('asks the worker for a reconciliation, and tells its way to the report with every line', async () => {
    const asked = await suite.post('/reconciliations', { ...PERIOD, repair: true }, 'analytics_operator', 'olga');
    expect(asked).toMatchObject({ status: 202, body: { data: { status: 'queued', difference: null, lines: [] } } });
    const { id } = asked.body.data;
    const waiting = (await suite.get(`/reconciliations/${id}`)).body.data;
    expect(waiting).toMatchObject({ ...PERIOD, id, status: 'queued', requested_by: 'olga', repair: true });
    expect(await taken()).toMatchObject({ id, pipeline: 'reconciliation', requested_by: 'olga' });
    const held = (await runs.take({ pipelines: { reconciliation: 'v1' }, worker: 'w', leaseMs: 60_000 }))!;
    expect((await suite.get(`/reconciliations/${id}`)).body.data).toMatchObject({
      status: 'running',
      difference: null,
    });
    const gaps = [{ topic: LINE.topic, part: 1, from: 3n, to: 4n }];
    const period = { from: new Date(PERIOD.from), until: new Date(PERIOD.until), comparedAt: HOUR };
    await reports.save(held, { id, ...period, difference: 2, repaired: 1, gaps, lines: [LINE] });
    await runs.succeed(held, { inputManifest: {}, outputHash: 'ab', processedRecords: 10 }, '');
    expect((await suite.get(`/reconciliations/${id}`)).body.data).toMatchObject({
      ...{ id, status: 'succeeded', difference: 2, repaired: 1, error: null },
      gaps: [{ topic: LINE.topic, partition: 1, from: '3', to: '4' }],
      lines: [
        {
          ...{ topic: LINE.topic, partition: 2, hour: HOUR.toISOString(), offsets: 10, difference: 2 },
          ...{ lake_rows: 10, warehouse_rows: 9, lake_events: 10, warehouse_events: 9 },
          ...{ lake_xor: '18446744073709551615', lake_amount: '123456789012345678901' },
          ...{ missing: [['12', '12']], extra: [], changed: [['14', '15']] },
        },
      ],
    });
    const { body } = await suite.get(`/audit?object=${id}`);
    expect(body.data).toMatchObject([{ action: 'reconciliation.request', actor: 'olga', result: 'requested' }]);
  });

  it.each([
    ['a period that ends before it begins', { from: PERIOD.until, until: PERIOD.from }, '/until'],
    ['a day without a zone', { from: '2026-11-20', until: PERIOD.until }, '/from'],
    ['a missing end', { from: PERIOD.from }, '/until'],
    ['what it does not know', { ...PERIOD, force: true }, '/force'],
  ])('refuses %s', async (_, body, pointer) => {
    const answer = await suite.post('/reconciliations', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]).toMatchObject({ code: 'VALIDATION_FAILED', source: { pointer } });
  });

  it('knows no reconciliation that nobody asked for, nor another pipeline by its path', async () => {
    const missing = { status: 404, body: { errors: [{ code: 'RECONCILIATION_NOT_FOUND' }] } };
    expect(await suite.get(`/reconciliations/${NOBODY}`)).toMatchObject(missing);
    const { id } = (await suite.post('/pipelines/retention/runs', { parameters: { dry_run: true } })).body.data;
    await taken();
    expect(await suite.get(`/reconciliations/${id}`)).toMatchObject(missing);
    expect((await suite.get('/reconciliations/x')).status).toBe(404);
  });

  it('lists pipelines with parameters and newest runs, in the language asked for', async () => {
    const { body } = await suite.get('/pipelines');
    expect(body.data.map(({ name }: { name: string }) => name)).toContain('rebuild-marts');
    const found = body.data.find(({ name }: { name: string }) => name === 'reconciliation');
    expect(found.parameters[0]).toMatchObject({ name: 'from', required: true });
    expect(found.last_run).toMatchObject({ pipeline: 'reconciliation', status: 'succeeded' });
  });

  it('asks for a run, shows its log page by page, and asks for its end', async () => {
    const parameters = { months: ['2026-11'] };
    const asked = await suite.post('/pipelines/rebuild-marts/runs', { parameters }, 'platform_admin', 'pavel');
    expect(asked).toMatchObject({
      status: 202,
      body: { data: { status: 'queued', parameters, requested_by: 'pavel' } },
    });
    const { id } = asked.body.data;
    expect(await taken()).toMatchObject({ id, parameters });
    await suite.post('/pipelines/rebuild-marts/runs');
    const later = await taken();
    const first = (await suite.get('/pipelines/rebuild-marts/runs?limit=1')).body;
    expect(first.data).toMatchObject([{ id: later.id }]);
    const next = (await suite.get(`/pipelines/rebuild-marts/runs?limit=1&cursor=${first.meta.next_cursor}`)).body;
    expect(next).toMatchObject({ data: [{ id }], meta: { next_cursor: null } });
    expect((await suite.post(`/pipelines/rebuild-marts/runs/${id}/cancel`)).status).toBe(202);
    expect(await job()).toEqual({ id, action: 'cancel' });
    await runs.cancel(id);
    expect((await suite.get(`/pipelines/rebuild-marts/runs/${id}`)).body.data.status).toBe('cancelled');
    expect((await suite.post(`/pipelines/rebuild-marts/runs/${id}/cancel`)).status).toBe(409);
    const { body } = await suite.get(`/audit?object=${id}`);
    expect(body.data.map(({ action }: { action: string }) => action)).toEqual(['pipeline.cancel', 'pipeline.run']);
  });

  it('refuses pipelines, runs and parameters there are not, and who is no operator', async () => {
    expect(await suite.get('/pipelines/nothing/runs')).toMatchObject({
      status: 404,
      body: { errors: [{ code: 'PIPELINE_NOT_FOUND' }] },
    });
    expect(await suite.get(`/pipelines/retention/runs/${NOBODY}`)).toMatchObject({
      status: 404,
      body: { errors: [{ code: 'PIPELINE_RUN_NOT_FOUND' }] },
    });
    const wrong = await suite.post('/pipelines/retention/runs', { parameters: { dry_run: 'no' } });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ source: { pointer: '/parameters/dry_run' } }] } });
    for (const role of ['marketing_manager', 'privacy_officer', 'user']) {
      expect((await suite.post('/reconciliations', PERIOD, role)).status).toBe(403);
      expect((await suite.get('/pipelines', role)).status).toBe(403);
    }
  });
});
