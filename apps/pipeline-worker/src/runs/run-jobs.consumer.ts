import { type PipelineJob, PIPELINE_JOBS_TOPIC } from '@analytics/contracts';
import { BatchConsumer, dropped, kept, type Outcome, type Received } from '@analytics/infra-kafka';
import { PipelineRunsStore } from '@analytics/infra-postgres';
import { Controller } from '@nestjs/common';
import { RunRequests } from './run-requests';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Wishes of other services, such as the admin app's "reconcile now". Taken twice, they make one run. */
@Controller()
export class RunJobsConsumer {
  constructor(
    private readonly requests: RunRequests,
    private readonly runs: PipelineRunsStore,
  ) {}

  @BatchConsumer({ group: 'pipeline-worker.jobs', topics: [PIPELINE_JOBS_TOPIC], batchMs: 100 })
  async handle(batch: Received[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const record of batch) outcomes.push(await this.take(jobIn(record)));
    return outcomes;
  }

  private async take(job: PipelineJob | undefined): Promise<Outcome> {
    if (job === undefined) return dropped('no job');
    if (job.action === 'cancel') await this.runs.cancel(job.id);
    else {
      const { id, pipeline, parameters, requested_by: requestedBy } = job;
      await this.requests.request({ id, pipeline, parameters, requestedBy });
    }
    return kept;
  }
}

/** Undefined for what nobody could have meant as a job: without an id there is nobody to tell. */
function jobIn({ value }: Received): PipelineJob | undefined {
  let job: unknown;
  try {
    job = JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
  const { id, action = 'run', pipeline, parameters = {}, requested_by: by } = (job ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || !UUID.test(id)) return undefined;
  if (action === 'cancel') return { id, action };
  const isRun = action === 'run' && typeof pipeline === 'string' && typeof by === 'string';
  if (!isRun || typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) return undefined;
  return { id, action, pipeline, parameters: parameters as Record<string, unknown>, requested_by: by };
}
