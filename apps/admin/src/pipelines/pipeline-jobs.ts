import { randomUUID } from 'node:crypto';
import { type PipelineJob, PIPELINE_JOBS_TOPIC } from '@analytics/contracts';
import { KafkaPort } from '@analytics/infra-kafka';
import {
  type AuditEntry,
  AuditLog,
  type CreationRequest,
  CreationRequests,
  type EntityManager,
  Postgres,
} from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';

/** What somebody wants of a pipeline, and under which name it is recorded. */
export interface WantedRun {
  readonly pipeline: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly actor: string;
  readonly action: string;
}

/** How far a request for a run came; one that stays `asked` was left by a process that died before it knew. */
interface AskedRun {
  readonly id: string;
  readonly state: 'asked' | 'sent' | 'not_sent';
}

/** Jobs for the pipeline worker, over Kafka. Recorded before they are sent, so that none runs that nobody asked for. */
@Injectable()
export class PipelineJobs {
  constructor(
    private readonly kafka: KafkaPort,
    private readonly audit: AuditLog,
    private readonly postgres: Postgres,
    private readonly requests: CreationRequests,
  ) {}

  /**
   * A repeat of what was not sent for certain sends the job again under the same id, of which the worker makes one run: the
   * first one may have arrived although nobody heard so.
   */
  async run(wanted: WantedRun, request?: CreationRequest): Promise<string> {
    const { pipeline, parameters, actor, action } = wanted;
    const entryOf = (id: string): AuditEntry => ({
      ...{ actor, action, object: id, after: { pipeline, parameters }, result: 'requested' },
    });
    const { id, state } = await this.asked(entryOf, request);
    if (state === 'sent') return id;
    await this.send({ id, action: 'run', pipeline, parameters, requested_by: actor }, entryOf(id), request);
    return id;
  }

  async cancel(id: string, pipeline: string, actor: string): Promise<void> {
    const entry = { actor, action: 'pipeline.cancel', object: id, after: { pipeline }, result: 'requested' };
    await this.audit.record(entry);
    await this.send({ id, action: 'cancel' }, entry);
  }

  private asked(entryOf: (id: string) => AuditEntry, request: CreationRequest | undefined): Promise<AskedRun> {
    return this.postgres.transaction((tx) =>
      this.requests.once<AskedRun, AskedRun>(tx, request, {
        make: async () => {
          const id = randomUUID();
          await this.audit.record(entryOf(id), tx);
          return { id, state: 'asked' };
        },
        keep: (made) => made,
        again: async (kept) => {
          // The record says last that it was not sent; now it is asked for again.
          if (kept.state === 'not_sent') await this.audit.record(entryOf(kept.id), tx);
          return kept;
        },
      }),
    );
  }

  private async send(job: PipelineJob, entry: AuditEntry, request?: CreationRequest): Promise<void> {
    const settle = async (tx: EntityManager, state: AskedRun['state']) => {
      if (request !== undefined) await this.requests.keep(tx, request, { id: job.id, state });
    };
    try {
      await this.kafka.send([{ topic: PIPELINE_JOBS_TOPIC, key: job.id, value: JSON.stringify(job) }]);
    } catch (error) {
      // It may have arrived all the same: the worker's log of runs says.
      await this.postgres.transaction(async (tx) => {
        await settle(tx, 'not_sent');
        await this.audit.record({ ...entry, result: 'not_sent' }, tx);
      });
      throw error;
    }
    if (request !== undefined) await this.postgres.transaction((tx) => settle(tx, 'sent'));
  }
}
