import type { PipelineDescription } from '@analytics/contracts';
import type { PipelineRun } from '@analytics/infra-postgres';
import { AnswerMeta, answerMeta, cursorOf, type Language, ListMeta, pageOf } from '@analytics/service-kit';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

export const RUNS_LIST = 'runs';
const STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;

@ApiSchema({ name: 'PipelineError' })
export class PipelineErrorView {
  @ApiProperty() code: string;
  @ApiProperty() detail: string;
}

@ApiSchema({ name: 'PipelineRun' })
export class PipelineRunView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() pipeline: string;
  @ApiProperty({ enum: STATUSES }) status: string;
  @ApiProperty({ type: Object }) parameters: Readonly<Record<string, unknown>>;
  @ApiProperty() requested_by: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: not written down yet.' })
  requested_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) started_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finished_at: string | null;
  @ApiProperty() attempts: number;
  @ApiProperty({ type: String, nullable: true }) code_version: string | null;
  @ApiProperty({ type: Object, nullable: true, description: 'What it worked on.' }) input_manifest: unknown;
  @ApiProperty({ type: String, nullable: true }) output_hash: string | null;
  @ApiProperty({ type: Number, nullable: true }) processed_records: number | null;
  @ApiProperty({ description: 'The last lines of its log.' }) log: string;
  @ApiProperty({ type: PipelineErrorView, nullable: true }) error: PipelineErrorView | null;
}

@ApiSchema({ name: 'PipelineParameter' })
export class PipelineParameterView {
  @ApiProperty() name: string;
  @ApiProperty({ enum: ['boolean', 'integer', 'instant', 'months'] }) type: string;
  @ApiProperty() required: boolean;
  @ApiProperty() description: string;
}

@ApiSchema({ name: 'Pipeline' })
export class PipelineView {
  @ApiProperty() name: string;
  @ApiProperty() description: string;
  @ApiProperty({ type: [PipelineParameterView] }) parameters: PipelineParameterView[];
  @ApiProperty({ type: PipelineRunView, nullable: true }) last_run: PipelineRunView | null;
}

export class PipelinesAnswer {
  @ApiProperty({ type: [PipelineView] }) data: PipelineView[];
  @ApiProperty() meta: ListMeta;
}

export class PipelineRunsAnswer {
  @ApiProperty({ type: [PipelineRunView] }) data: PipelineRunView[];
  @ApiProperty() meta: ListMeta;
}

export class PipelineRunAnswer {
  @ApiProperty() data: PipelineRunView;
  @ApiProperty() meta: AnswerMeta;
}

export const toRun = (run: PipelineRun): PipelineRunView => ({
  id: run.id,
  pipeline: run.pipeline,
  status: run.status,
  parameters: run.parameters,
  requested_by: run.requestedBy,
  requested_at: run.requestedAt.toISOString(),
  started_at: run.startedAt?.toISOString() ?? null,
  finished_at: run.finishedAt?.toISOString() ?? null,
  attempts: run.attempts,
  code_version: run.codeVersion,
  input_manifest: run.inputManifest,
  output_hash: run.outputHash,
  processed_records: run.processedRecords,
  log: run.logsSummary,
  error: run.errorCode === null ? null : { code: run.errorCode, detail: run.errorDetail ?? '' },
});

export interface AskedRun {
  readonly id: string;
  readonly pipeline: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly requestedBy: string;
}

/** What was asked for and is not in the worker's log yet. */
export const toAskedRun = ({ id, pipeline, parameters, requestedBy }: AskedRun): PipelineRunView => ({
  ...{ id, pipeline, parameters },
  status: 'queued',
  requested_by: requestedBy,
  ...{ requested_at: null, started_at: null, finished_at: null, attempts: 0, code_version: null },
  ...{ input_manifest: null, output_hash: null, processed_records: null, log: '', error: null },
});

export function toPipelinesAnswer(
  pipelines: readonly PipelineDescription[],
  newest: readonly PipelineRun[],
  language: Language,
): PipelinesAnswer {
  const last = new Map(newest.map((run) => [run.pipeline, run]));
  const data = pipelines.map(({ name, description, parameters }) => {
    const run = last.get(name);
    return {
      name,
      description: description[language],
      parameters: parameters.map((each) => ({ ...each })),
      last_run: run === undefined ? null : toRun(run),
    };
  });
  return { data, meta: { ...answerMeta(), next_cursor: null } };
}

export function toRunsAnswer(runs: readonly PipelineRun[], limit: number): PipelineRunsAnswer {
  const { page, meta } = pageOf(runs, limit, ({ id }) => cursorOf(RUNS_LIST, id));
  return { data: page.map(toRun), meta };
}
