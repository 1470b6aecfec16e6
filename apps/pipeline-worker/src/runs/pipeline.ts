import type { HeldRun, PipelineRunResult } from '@analytics/infra-postgres';
import type { Type } from '@nestjs/common';

/** What a pipeline is given to do its work with. */
export interface RunContext<Parameters> {
  readonly run: HeldRun;
  readonly parameters: Parameters;
  /** Aborted when the run is cancelled, when the worker stops, and when the run has become another worker's. */
  readonly signal: AbortSignal;
  /** A line for whoever reads the log of runs; only the last ones are kept. */
  log(line: string): void;
  /** Wants another run; asking again in another attempt of this run makes no second one. */
  request(pipeline: string, parameters: Readonly<Record<string, unknown>>): Promise<void>;
}

/**
 * Work on what is already there. A run may end at any moment and be begun again by another worker, so what it has done is
 * written down where the next one finds it, and doing a step again does no harm.
 */
export abstract class Pipeline<Parameters extends object = object> {
  abstract readonly name: string;
  /** Changes when the same input would give another output. */
  abstract readonly version: string;
  /** Its parameters as a class whose properties carry the rules of their values. */
  abstract readonly parameters: Type<Parameters>;

  abstract run(context: RunContext<Parameters>): Promise<PipelineRunResult>;
}

/** A pipeline that takes no parameters. */
export class NoParameters {}
