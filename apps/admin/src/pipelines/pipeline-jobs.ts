import { randomUUID } from 'node:crypto';
import { type PipelineJob, PIPELINE_JOBS_TOPIC } from '@analytics/contracts';
import { KafkaPort } from '@analytics/infra-kafka';
import { type AuditEntry, AuditLog } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';

/** What somebody wants of a pipeline, and under which name it is recorded. */
export interface WantedRun {
  readonly pipeline: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly actor: string;
  readonly action: string;
}

/** Jobs for the pipeline worker, over Kafka. Recorded before they are sent, so that none runs that nobody asked for. */
@Injectable()
export class PipelineJobs {
  constructor(
    private readonly kafka: KafkaPort,
    private readonly audit: AuditLog,
  ) {}

  async run({ pipeline, parameters, actor, action }: WantedRun): Promise<string> {
    const id = randomUUID();
    const job: PipelineJob = { id, action: 'run', pipeline, parameters, requested_by: actor };
    await this.recorded({ actor, action, object: id, after: { pipeline, parameters }, result: 'requested' }, job);
    return id;
  }

  async cancel(id: string, pipeline: string, actor: string): Promise<void> {
    const entry = { actor, action: 'pipeline.cancel', object: id, after: { pipeline }, result: 'requested' };
    await this.recorded(entry, { id, action: 'cancel' });
  }

  private async recorded(entry: AuditEntry, job: PipelineJob): Promise<void> {
    await this.audit.record(entry);
    try {
      await this.kafka.send([{ topic: PIPELINE_JOBS_TOPIC, key: job.id, value: JSON.stringify(job) }]);
    } catch (error) {
      // It may have arrived all the same: the worker's log of runs says.
      await this.audit.record({ ...entry, result: 'not_sent' });
      throw error;
    }
  }
}
