import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { DomainError } from '@analytics/domain';
import { type HeldRun, type PipelineRunFailure, PipelineRunsStore } from '@analytics/infra-postgres';
import { inSpan } from '@analytics/service-kit';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { PipelineRegistry } from './pipeline-registry';
import { RunLease } from './run-lease';
import { RunLog } from './run-log';
import { RunRequests } from './run-requests';
import { runsEnded, runSeconds } from './runs.metrics';
import { RunsConfig } from './runs.config';

const LONGEST_PAUSE_MS = 600_000;
/** A change of the input or of the code is needed: trying again would give the same answer. */
const FINAL_KINDS: ReadonlySet<string> = new Set(['invalid', 'refused', 'not_found', 'unsupported']);

/** Takes runs that are due and carries them out; what it does not end, another worker goes on with. */
@Injectable()
export class Runner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Runner.name);
  private readonly worker = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  private readonly underWay = new Map<RunLease, Promise<void>>();
  private timer?: NodeJS.Timeout;
  private looking?: Promise<void>;
  private stopping = false;

  constructor(
    private readonly config: RunsConfig,
    private readonly registry: PipelineRegistry,
    private readonly runs: PipelineRunsStore,
    private readonly requests: RunRequests,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = undefined));
    }, this.config.pollMs);
  }

  /** Before the stores are closed: what is under way is given back, also what a look just under way still takes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.looking;
    for (const lease of this.underWay.keys()) lease.end('stop');
    await Promise.all(this.underWay.values());
  }

  private async look(): Promise<void> {
    try {
      for (const { id, pipeline } of await this.runs.abandon()) {
        this.logger.error({ msg: 'a run was given up: its workers vanished', run: id, pipeline });
      }
      while (this.underWay.size < this.config.concurrency && !this.stopping) {
        const run = await this.take();
        if (run === undefined) return;
        this.begin(run);
      }
    } catch (error) {
      this.logger.warn({ msg: 'runs could not be taken, the next look makes up for it', err: error });
    }
  }

  private async take(): Promise<HeldRun | undefined> {
    const versions = this.registry.names.map((name) => [name, this.registry.find(name).version]);
    const pipelines = Object.fromEntries(versions) as Record<string, string>;
    return this.runs.take({ pipelines, worker: this.worker, leaseMs: this.config.leaseMs });
  }

  private begin(run: HeldRun): void {
    const log = new RunLog(run.logsSummary);
    const lease = new RunLease(this.runs, run, log, this.config.leaseMs);
    const done = this.carryOut(run, lease, log)
      .catch((error: unknown) =>
        this.logger.warn({ msg: 'the end of a run was not written down', run: run.id, err: error }),
      )
      .finally(() => this.underWay.delete(lease));
    this.underWay.set(lease, done);
  }

  private async carryOut(run: HeldRun, lease: RunLease, log: RunLog): Promise<void> {
    const measure = runSeconds.startTimer({ pipeline: run.pipeline });
    log.add(`attempt ${run.attempts} by ${this.worker}`);
    try {
      await lease.begin();
      lease.signal.throwIfAborted();
      const pipeline = this.registry.find(run.pipeline);
      const parameters = this.registry.parametersOf(pipeline, run.parameters);
      const { signal } = lease;
      const request = (name: string, given: Readonly<Record<string, unknown>>) =>
        this.requests.following(run, name, given);
      const result = await inSpan(`pipeline ${run.pipeline}`, { 'pipeline.run': run.id }, () =>
        pipeline.run({ run, parameters, signal, log: (line) => log.add(line), request }),
      );
      await lease.close();
      await this.runs.succeed(run, result, log.text);
      this.ended(run, 'succeeded');
    } catch (error) {
      await lease.close();
      await this.unfinished(run, lease, log, error);
    } finally {
      measure();
    }
  }

  private async unfinished(run: HeldRun, lease: RunLease, log: RunLog, error: unknown): Promise<void> {
    if (lease.endedBy === 'lost') return this.ended(run, 'lost');
    if (lease.endedBy === 'cancel') {
      await this.runs.cancelled(run, log.text);
      return this.ended(run, 'cancelled');
    }
    if (lease.endedBy === 'stop') {
      await this.runs.release(run, log.text);
      return this.ended(run, 'released');
    }
    const failure = this.failureOf(run, error);
    log.add(`failed: ${failure.code} ${failure.detail}`);
    this.logger.error({ msg: 'a pipeline run failed', run: run.id, pipeline: run.pipeline, ...failure, err: error });
    await this.runs.fail(run, failure, log.text);
    this.ended(run, 'failed');
  }

  private failureOf({ attempts }: HeldRun, error: unknown): PipelineRunFailure {
    const retryInMs =
      Math.min(LONGEST_PAUSE_MS, this.config.retryMs * 2 ** (attempts - 1)) * (0.8 + 0.4 * Math.random());
    if (!(error instanceof DomainError)) return { code: 'INTERNAL', detail: 'see the log of the worker', retryInMs };
    const { code, message: detail } = error;
    return FINAL_KINDS.has(error.kind) ? { code, detail } : { code, detail, retryInMs };
  }

  private ended({ id, pipeline }: HeldRun, outcome: string): void {
    runsEnded.inc({ pipeline, outcome });
    this.logger.log({ msg: 'a pipeline run ended', run: id, pipeline, outcome });
  }
}
