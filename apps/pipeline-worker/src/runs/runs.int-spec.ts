import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { PIPELINE_JOBS_TOPIC } from '@analytics/contracts';
import { KafkaPort } from '@analytics/infra-kafka';
import { type PipelineRun, PipelineRunsStore, type PipelineRunStatus } from '@analytics/infra-postgres';
import { eventually } from '@analytics/testing';
import { CountingPipeline } from '../fixtures/counting-pipeline.fixture';
import { WorkerSuite } from '../fixtures/worker-suite.fixture';
import { Scheduler } from '../schedules/scheduler';
import { SCHEDULES } from '../schedules/schedules';
import { RunGauges } from './run-gauges';

/** So many steps that a run is in the middle of them whenever it is looked at. */
const LONG = 150;

describe('pipeline runs', () => {
  let suite: WorkerSuite;

  beforeAll(async () => {
    suite = await WorkerSuite.open('pipeline-worker-runs');
  });
  afterAll(() => suite.close());

  async function requested(parameters: Record<string, unknown>, pipeline = 'counting'): Promise<string> {
    const id = randomUUID();
    await suite.runs.request({ id, pipeline, parameters, requestedBy: 'a test' });
    return id;
  }

  const inStatus = (id: string, status: PipelineRunStatus): Promise<PipelineRun> =>
    eventually(async () => {
      const run = await suite.runs.find(id);
      expect(run).toMatchObject({ status });
      return run!;
    });
  const steps = (id: string): string[] => CountingPipeline.stepsOf(suite.folder, id);
  const pidsOf = (id: string): Set<string> => new Set(steps(id).map((step) => step.split(' ')[1]!));

  describe('of a worker that is killed', () => {
    it('are finished by another one, which goes on where it was left', async () => {
      const first = suite.startProcess();
      const id = await requested({ steps: LONG, stepMs: 50 });
      await eventually(() => expect(steps(id).length).toBeGreaterThan(3));
      process.kill(first, 'SIGKILL');
      const done = steps(id).length;
      const second = suite.startProcess();
      const run = await inStatus(id, 'succeeded');
      expect(run).toMatchObject({ attempts: 2, processedRecords: LONG, codeVersion: 'counting-1', outputHash: 'c0' });
      expect(steps(id).map((step) => Number(step.split(' ')[0]))).toEqual([...Array(LONG).keys()]);
      expect(
        steps(id)
          .slice(0, done)
          .every((step) => step.endsWith(` ${first}`)),
      ).toBe(true);
      expect(pidsOf(id)).toEqual(new Set([String(first), String(second)]));
      process.kill(second, 'SIGKILL');
    });

    it('that was only stopped for too long are not written to by it any more', async () => {
      const frozen = suite.startProcess();
      const id = await requested({ steps: LONG, stepMs: 50 });
      await eventually(() => expect(steps(id).length).toBeGreaterThan(2));
      process.kill(frozen, 'SIGSTOP');
      const owner = suite.startProcess();
      await eventually(() => expect(pidsOf(id)).toContain(String(owner)));
      process.kill(frozen, 'SIGCONT');
      const run = await inStatus(id, 'succeeded');
      expect(run.attempts).toBe(2);
      expect(run.logsSummary).toContain('attempt 2');
      process.kill(frozen, 'SIGKILL');
      process.kill(owner, 'SIGKILL');
    });
  });

  it('are given back by a worker that stops, as if it had not begun them', async () => {
    const stopping = await suite.start();
    const id = await requested({ steps: 1_000, stepMs: 20 });
    await eventually(() => expect(steps(id).length).toBeGreaterThan(0));
    await stopping.close();
    expect(await suite.runs.find(id)).toMatchObject({ status: 'queued', attempts: 0 });
    await suite.runs.cancel(id);
  });

  it('are given back also when they were being taken while the worker stopped', async () => {
    const { take } = PipelineRunsStore.prototype;
    const slowTake = jest.spyOn(PipelineRunsStore.prototype, 'take');
    const taking = new Promise<void>((resolve) =>
      slowTake.mockImplementation(async function (this: PipelineRunsStore, options) {
        resolve();
        await setTimeout(300);
        return take.call(this, options);
      }),
    );
    const stopping = await suite.start();
    await taking;
    const id = await requested({ steps: 1_000, stepMs: 20 });
    await stopping.close();
    slowTake.mockRestore();
    expect(await suite.runs.find(id)).toMatchObject({ status: 'queued', attempts: 0 });
    await suite.runs.cancel(id);
  });

  describe('with two workers', () => {
    beforeAll(async () => {
      await suite.start({}, true);
      await suite.start();
    });

    it('are carried out once each, one of a pipeline at a time', async () => {
      const ids = await Promise.all(Array.from({ length: 6 }, () => requested({ steps: 5, stepMs: 10 })));
      for (const id of ids) expect(await inStatus(id, 'succeeded')).toMatchObject({ attempts: 1 });
      for (const id of ids) expect(steps(id)).toHaveLength(5);
    });

    it('are ended when somebody cancels them', async () => {
      const id = await requested({ steps: 1_000, stepMs: 100 });
      await eventually(() => expect(steps(id).length).toBeGreaterThan(0));
      await suite.runs.cancel(id);
      await inStatus(id, 'cancelled');
      const left = steps(id).length;
      expect(left).toBeLessThan(1_000);
      const after = await requested({ steps: 1 });
      await inStatus(after, 'succeeded');
      expect(steps(id)).toHaveLength(left);
    });

    it('are given up after five tries, and at once when their parameters can never be right', async () => {
      expect(await inStatus(await requested({}, 'failing'), 'failed')).toMatchObject({
        attempts: 5,
        errorCode: 'UNAVAILABLE',
      });
      expect(await inStatus(await requested({ steps: 0, colour: 'red' }), 'failed')).toMatchObject({
        attempts: 1,
        errorCode: 'VALIDATION_FAILED',
        errorDetail: expect.stringContaining('colour') as string,
      });
    });

    it('of a schedule are made once for each of its instants, whoever looks', async () => {
      const now = new Date('2025-03-11T02:00:00Z');
      const [one, other] = [await suite.start(), await suite.start()].map(({ app }) => app.get(Scheduler));
      const looks = await Promise.all([one!.plan(now), other!.plan(now), one!.plan(now), other!.plan(now)]);
      expect(looks.reduce((sum, made) => sum + made)).toBe(SCHEDULES.length);
      expect(await one!.plan(new Date('2025-03-11T03:00:00Z'))).toBe(0);
      const [row] = await suite.postgres.query<{ parameters: unknown }>(
        `SELECT parameters FROM pipeline_runs WHERE pipeline = 'reconciliation' AND scheduled_for = '2025-03-11T00:30:00Z'`,
      );
      expect(row!.parameters).toEqual({
        from: '2025-03-09T21:00:00.000Z',
        until: '2025-03-10T21:00:00.000Z',
        repair: true,
      });
      // Seven hours late is too late for the day before.
      expect(await one!.plan(new Date('2025-03-12T07:31:00Z'))).toBeLessThan(SCHEDULES.length);
    });

    it('come from other services through Kafka, once an id, and can be called off there', async () => {
      const { app } = await suite.start();
      const kafka = app.get(KafkaPort);
      const send = (...jobs: unknown[]) =>
        kafka.send(
          jobs.map((job) => ({
            topic: PIPELINE_JOBS_TOPIC,
            key: null,
            value: typeof job === 'string' ? job : JSON.stringify(job),
          })),
        );
      const [id, wrong, long] = [randomUUID(), randomUUID(), randomUUID()];
      const job = { id, action: 'run', pipeline: 'counting', parameters: { steps: 2 }, requested_by: 'admin' };
      await send(
        'no json',
        { ...job, id: 'not an id' },
        job,
        job,
        { ...job, id: wrong, pipeline: 'unheard-of' },
        { ...job, id: long, parameters: { steps: 1_000, stepMs: 100 } },
      );
      expect(await inStatus(id, 'succeeded')).toMatchObject({ requestedBy: 'admin' });
      expect(steps(id)).toHaveLength(2);
      expect(await inStatus(wrong, 'failed')).toMatchObject({ errorCode: 'VALIDATION_FAILED' });
      await inStatus(long, 'running');
      await send({ id: long, action: 'cancel' });
      await inStatus(long, 'cancelled');
    });

    it('are counted for those who watch', async () => {
      const service = await suite.start();
      await service.app.get(RunGauges).read();
      const metrics = await (await fetch(`${service.managementUrl}/metrics`)).text();
      expect(metrics).toMatch(/analytics_pipeline_runs\{pipeline="counting",status="succeeded"\} \d+/);
      expect(metrics).toMatch(/analytics_pipeline_last_success_age_seconds\{pipeline="counting"\}/);
      expect(metrics).toMatch(/analytics_pipeline_runs_total\{pipeline="failing",outcome="failed"\} \d+/);
    });
  });
});
