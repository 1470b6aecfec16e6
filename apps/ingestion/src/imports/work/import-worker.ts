import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '@analytics/domain';
import { type ImportClaim, ImportQueue } from '@analytics/infra-postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ImportBroken, ImportForbidden, ImportLost } from '../import-errors';
import { ImportsConfig } from '../imports.config';
import { importsFinished, importsRunning, importsTakenOver } from '../imports.metrics';
import { ImportFiles } from './import-files';
import { ImportRun } from './import-run';

const BACK_OFF = { firstMs: 500, longestMs: 30_000 };

/** Works on one import at a time, whoever's it is; several processes share the queue. */
@Injectable()
export class ImportWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ImportWorker.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: ImportsConfig,
    private readonly queue: ImportQueue,
    private readonly files: ImportFiles,
    private readonly run: ImportRun,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.pollMs > 0) this.running = this.work();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async work(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const claim = await this.queue.claim().catch((error: unknown) => void this.tell('no import can be begun', error));
      if (claim !== undefined) await this.workOn(claim);
      else await pause(this.config.pollMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async workOn(claim: ImportClaim): Promise<void> {
    const lost = new AbortController();
    const renewal = setInterval(() => void this.renew(claim, lost), this.config.leaseMs / 3);
    importsRunning.inc();
    try {
      await this.attempts(claim, AbortSignal.any([lost.signal, this.stopping.signal]));
    } catch (error) {
      if (error instanceof ImportLost) importsTakenOver.inc();
      else this.tell('an import stays open and is gone on with later', error);
    } finally {
      clearInterval(renewal);
      importsRunning.dec();
    }
  }

  /** A store that is away is waited for; whatever else fails is begun anew a few times, because a crash may be behind it. */
  private async attempts(claim: ImportClaim, signal: AbortSignal): Promise<void> {
    if (claim.attempts > this.config.attempts) {
      return this.fail(claim, new ImportBroken('the file cannot be read: each try broke off'));
    }
    for (let failures = 0; ; failures += 1) {
      try {
        // How far it is stands in the queue: an answer may have been lost.
        const now = await this.queue.current(claim);
        if (now === undefined) throw new ImportLost();
        const settled = await this.run.settle(now, signal);
        return await (signal.aborted ? this.giveBack(settled) : this.complete(settled));
      } catch (error) {
        if (error instanceof ImportBroken || error instanceof ImportForbidden) return this.fail(claim, error);
        if (!(error instanceof Unavailable)) throw error;
        this.tell('an import waits for a store', error);
      }
      const longest = Math.min(BACK_OFF.longestMs, BACK_OFF.firstMs * 2 ** Math.min(failures, 10));
      await pause(longest * (0.8 + 0.4 * Math.random()), undefined, { signal }).catch(() => undefined);
      if (signal.reason instanceof ImportLost) throw signal.reason;
      if (signal.aborted) return this.giveBack(claim);
    }
  }

  private async complete(claim: ImportClaim): Promise<void> {
    if (!(await this.queue.complete(claim))) throw new ImportLost();
    await this.finished(claim, 'completed');
  }

  private async fail(claim: ImportClaim, { code, message }: ImportBroken | ImportForbidden): Promise<void> {
    if (!(await this.queue.fail(claim, { code, detail: message }))) throw new ImportLost();
    await this.finished(claim, 'failed');
  }

  private async giveBack(claim: ImportClaim): Promise<void> {
    await this.queue.release(claim);
  }

  /** What it was made from holds people's data and is not needed any more. */
  private async finished(claim: ImportClaim, status: string): Promise<void> {
    importsFinished.inc({ format: claim.format, status });
    this.logger.log({ msg: 'an import is finished', id: claim.id, status });
    await this.files.removeBody(claim.id).catch((error: unknown) => this.tell('a file is removed later', error));
  }

  private async renew(claim: ImportClaim, lost: AbortController): Promise<void> {
    try {
      if (!(await this.queue.renew(claim))) lost.abort(new ImportLost());
    } catch (error) {
      this.tell('the lease of an import is not renewed', error);
    }
  }

  private tell(msg: string, error: unknown): void {
    this.logger.warn({ msg, err: error });
  }
}
