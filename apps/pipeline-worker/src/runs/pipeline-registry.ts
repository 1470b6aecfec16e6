import { Injectable } from '@nestjs/common';
import { validateSync } from 'class-validator';
import type { Pipeline } from './pipeline';
import { ParametersInvalid, PipelineUnknown } from './pipeline-errors';

/** The pipelines of this worker by name. A feature's module adds its own when it is made, before anything runs. */
@Injectable()
export class PipelineRegistry {
  private readonly pipelines = new Map<string, Pipeline>();

  add(pipeline: Pipeline): void {
    if (this.pipelines.has(pipeline.name)) throw new Error(`there are two pipelines with the name "${pipeline.name}"`);
    this.pipelines.set(pipeline.name, pipeline);
  }

  get names(): string[] {
    return [...this.pipelines.keys()];
  }

  find(name: string): Pipeline {
    const pipeline = this.pipelines.get(name);
    if (pipeline === undefined) throw new PipelineUnknown(name, this.names);
    return pipeline;
  }

  /** The parameters as the pipeline's own class, or `ParametersInvalid` that names every rule they break. */
  parametersOf(pipeline: Pipeline, given: Readonly<Record<string, unknown>>): object {
    const parameters = Object.assign(new pipeline.parameters(), given);
    const errors = validateSync(parameters, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: false,
    });
    if (errors.length > 0) {
      throw new ParametersInvalid(errors.flatMap(({ constraints }) => Object.values(constraints ?? {})));
    }
    return parameters;
  }
}
