import { createHash } from 'node:crypto';
import { DomainError } from '@analytics/domain';
import { type HeldRun, type PipelineRunRequest, PipelineRunsStore } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { PipelineRegistry } from './pipeline-registry';

/** Turns wishes for runs into lines of the log; one that can never run is written down as failed at once. */
@Injectable()
export class RunRequests {
  constructor(
    private readonly registry: PipelineRegistry,
    private readonly runs: PipelineRunsStore,
  ) {}

  async request(request: PipelineRunRequest): Promise<void> {
    try {
      this.registry.parametersOf(this.registry.find(request.pipeline), request.parameters);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return this.runs.refuse(request, { code: error.code, detail: error.message });
    }
    await this.runs.request(request);
  }

  /** What a run asks for has an id that follows from it, so that another attempt asks for the same. */
  following(run: HeldRun, pipeline: string, parameters: PipelineRunRequest['parameters']): Promise<void> {
    const requestedBy = `run ${run.id}`;
    const id = uuidFrom(`${run.id} ${pipeline} ${JSON.stringify(parameters)}`);
    return this.request({ id, pipeline, parameters, requestedBy });
  }
}

/** A UUID (version 8) that follows from a text. */
export function uuidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
