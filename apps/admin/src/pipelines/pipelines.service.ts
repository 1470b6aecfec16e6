import { type PipelineDescription, PIPELINES } from '@analytics/contracts';
import { type CreationRequest, type PipelineRun, PipelineRunLog } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { PipelineUnknown, RunEnded, RunUnknown } from './pipeline-errors';
import { PipelineJobs } from './pipeline-jobs';
import { checkParameters } from './run-parameters';

@Injectable()
export class PipelinesService {
  constructor(
    private readonly log: PipelineRunLog,
    private readonly jobs: PipelineJobs,
  ) {}

  newest(): Promise<PipelineRun[]> {
    return this.log.newest();
  }

  runs(name: string, limit: number, before?: string): Promise<PipelineRun[]> {
    return this.log.latest(pipelineNamed(name).name, limit, before);
  }

  async find(name: string, id: string): Promise<PipelineRun> {
    const run = await this.log.find(id);
    if (run?.pipeline !== pipelineNamed(name).name) throw new RunUnknown();
    return run;
  }

  run(
    name: string,
    parameters: Readonly<Record<string, unknown>>,
    actor: string,
    request?: CreationRequest,
  ): Promise<string> {
    const pipeline = pipelineNamed(name);
    checkParameters(pipeline, parameters);
    return this.jobs.run({ pipeline: name, parameters, actor, action: 'pipeline.run' }, request);
  }

  /** Taken by the worker in a moment: the run is answered as it is until then. */
  async cancel(name: string, id: string, actor: string): Promise<PipelineRun> {
    const run = await this.find(name, id);
    if (run.finishedAt !== null) throw new RunEnded();
    await this.jobs.cancel(id, name, actor);
    return run;
  }
}

function pipelineNamed(name: string): PipelineDescription {
  const found = PIPELINES.find((pipeline) => pipeline.name === name);
  if (found === undefined) throw new PipelineUnknown();
  return found;
}
