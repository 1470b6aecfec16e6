import { DomainError } from '@analytics/domain';
import {
  AuditLog,
  type CreationRequest,
  PipelineRunLog,
  type ReconciliationReport,
  ReconciliationsStore,
} from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { PipelineJobs } from '../pipelines/pipeline-jobs';
import { type PipelineRunView, toAskedRun, toRun } from '../pipelines/pipelines.response';
import type { NewReconciliation } from './reconciliations.request';

const PIPELINE = 'reconciliation';
const REQUESTED = 'reconciliation.request';

export class ReconciliationUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'RECONCILIATION_NOT_FOUND';

  constructor() {
    super({ en: 'there is no reconciliation of this id', ru: 'сверки с таким id нет' });
  }
}

export class PeriodBackwards extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source = { pointer: '/until' };

  constructor() {
    super({ en: 'until must lie after from', ru: 'until должен быть позже from' });
  }
}

@Injectable()
export class ReconciliationsService {
  constructor(
    private readonly jobs: PipelineJobs,
    private readonly log: PipelineRunLog,
    private readonly found: ReconciliationsStore,
    private readonly audit: AuditLog,
  ) {}

  async request(wanted: NewReconciliation, actor: string, request?: CreationRequest): Promise<PipelineRunView> {
    if (Date.parse(wanted.until) <= Date.parse(wanted.from)) throw new PeriodBackwards();
    const parameters = { ...wanted };
    const id = await this.jobs.run({ pipeline: PIPELINE, parameters, actor, action: REQUESTED }, request);
    return toAskedRun({ id, pipeline: PIPELINE, parameters, requestedBy: actor });
  }

  report(id: string): Promise<ReconciliationReport | undefined> {
    return this.found.find(id);
  }

  /** One that was asked for and is not in the worker's log yet is known by the record of who asked. */
  async find(id: string): Promise<PipelineRunView> {
    const run = await this.log.find(id);
    if (run?.pipeline === PIPELINE) return toRun(run);
    const [asked] = await this.audit.page({ action: REQUESTED, object: id }, 1);
    if (run !== undefined || asked === undefined || asked.result !== 'requested') throw new ReconciliationUnknown();
    const { parameters } = asked.after as { readonly parameters: Readonly<Record<string, unknown>> };
    return toAskedRun({ id, pipeline: PIPELINE, parameters, requestedBy: asked.actor });
  }
}
