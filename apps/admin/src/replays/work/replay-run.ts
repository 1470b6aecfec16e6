import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '@analytics/domain';
import { AuditLog, type HeldReplay, ReplayLost, type ReplayStatus, ReplayWorkStore } from '@analytics/infra-postgres';
import { Injectable, Logger } from '@nestjs/common';
import { replaysEnded } from '../replays.metrics';
import { ReplaysConfig } from '../replays.config';
import { LiveTraffic } from './live-traffic';
import { Pace } from './pace';
import { MOST_SENT_AT_ONCE, ReplayCourier } from './replay-courier';
import { ReplayRehearsal } from './replay-rehearsal';
import { type PassedRecords, ReplayVerdicts } from './replay-verdicts';

/** Who acts when no person does. */
const RUNNER = 'system:replays';
/** More failures than that among the last so many verdicts end a replay; before there are so many, nothing does. */
const AUTO_STOP = { last: 100, failed: 50 };
const LONGEST_PAUSE_MS = 5_000;
/** Faults of our own in a row after which a replay is given up. */
const MOST_FAULTS = 5;

interface Course {
  readonly replay: HeldReplay;
  readonly pace: Pace;
  waiting?: PassedRecords;
  /** Verdicts so far, of this runner. */
  settled: number;
  faults: number;
  /** Its rate allows for more than one portion: the next turn comes at once. */
  hurried: boolean;
}

/** Most records that wait for their verdict at a time: some seconds of the rate, as a record is on its way until the warehouse has it. */
const mostOnTheirWay = ({ ratePerSecond }: HeldReplay): number => Math.max(1_000, 10 * ratePerSecond);

/** How far ahead of the verdicts a replay may send, which is little until its first records have shown that it helps. */
const windowOf = ({ replay, settled }: Course): number =>
  settled < AUTO_STOP.last ? AUTO_STOP.last - settled : mostOnTheirWay(replay);

/** What a replay consists of. */
@Injectable()
export class ReplaySteps {
  constructor(
    readonly courier: ReplayCourier,
    readonly verdicts: ReplayVerdicts,
    readonly rehearsal: ReplayRehearsal,
    readonly live: LiveTraffic,
  ) {}
}

/** Carries one replay on, turn by turn: each turn asks first what is wanted of it. */
@Injectable()
export class ReplayRun {
  private readonly logger = new Logger('Replays');

  constructor(
    private readonly config: ReplaysConfig,
    private readonly work: ReplayWorkStore,
    private readonly steps: ReplaySteps,
    private readonly audit: AuditLog,
  ) {}

  async go(replay: HeldReplay, signal: AbortSignal): Promise<void> {
    const course: Course = { replay, pace: new Pace(replay.ratePerSecond), settled: 0, faults: 0, hurried: false };
    for (;;) {
      if (signal.aborted) return this.work.release(replay);
      const began = performance.now();
      try {
        if (await this.turn(course)) return;
        course.faults = 0;
        if (!course.hurried) await rest(this.config.pollMs - (performance.now() - began), signal);
      } catch (error) {
        if (error instanceof ReplayLost) return;
        if (await this.gaveUp(course, error)) return;
        await rest(Math.min(LONGEST_PAUSE_MS, this.config.pollMs * 2 ** course.faults), signal);
      }
    }
  }

  /** True when nothing is left to do. */
  private async turn(course: Course): Promise<boolean> {
    const { replay, pace } = course;
    // Before what is wanted is asked for: its verdicts may have ended it.
    const onItsWay = replay.dryRun ? 0 : await this.settle(course);
    const status = await this.work.renew(replay, this.config.leaseMs);
    if (replay.dryRun) return this.rehearse(replay, status);
    let mayHaveMore = false;
    course.hurried = false;
    if (status === 'running') {
      if (replay.followsLive) pace.keep(await this.rateBesideLive(replay));
      const most = windowOf(course) - onItsWay;
      const taken = await pace.portion(performance.now(), most, (room) => this.steps.courier.send(replay, room));
      // Whether there is another record is known only to a turn that had room for one.
      mayHaveMore = taken !== 0;
      course.hurried = taken === MOST_SENT_AT_ONCE;
    } else pace.rest();
    if (onItsWay > 0 || mayHaveMore) return false;
    if (status === 'paused') {
      await this.work.release(replay);
      return true;
    }
    return this.end(replay);
  }

  private async rateBesideLive({ ratePerSecond }: HeldReplay): Promise<number> {
    const { liveShare, rateLeast } = this.config;
    const live = await this.steps.live.eventsPerSecond(performance.now());
    return Math.min(ratePerSecond, Math.max(rateLeast, live * liveShare));
  }

  private async rehearse(replay: HeldReplay, status: ReplayStatus): Promise<boolean> {
    if (status === 'paused') {
      await this.work.release(replay);
      return true;
    }
    if (status === 'running' && (await this.steps.rehearsal.go(replay)) > 0) return false;
    return this.end(replay);
  }

  /** How many records still wait for their verdict. */
  private async settle(course: Course): Promise<number> {
    const { replay } = course;
    const onTheirWay = await this.work.onTheirWay(replay);
    if (onTheirWay === 0) return 0;
    course.waiting ??= await this.steps.verdicts.passed(await this.work.unsettled(replay, onTheirWay));
    if (course.waiting === undefined) return onTheirWay;
    const { settled, waiting } = await this.steps.verdicts.judge(replay, course.waiting);
    course.waiting = waiting;
    course.settled += settled.length;
    if (settled.some(({ state }) => state === 'failed_again')) await this.stopIfFailing(replay);
    return onTheirWay - settled.length;
  }

  /** What is refused again and again is not mended yet: the rest is spared one of its few replays. */
  private async stopIfFailing(replay: HeldReplay): Promise<void> {
    const { verdicts, failed } = await this.work.latestVerdicts(replay, AUTO_STOP.last);
    if (verdicts < AUTO_STOP.last || failed <= AUTO_STOP.failed) return;
    await this.stop(replay, 'stopped_failing', `${failed} of the last ${AUTO_STOP.last} records were refused again`);
  }

  private async gaveUp(course: Course, error: unknown): Promise<boolean> {
    const { replay } = course;
    const isAway = error instanceof Unavailable;
    this.logger.warn({ msg: 'a replay waits for another try', replay: replay.id, err: error });
    course.faults = Math.min(course.faults + 1, isAway ? MOST_FAULTS - 1 : MOST_FAULTS);
    if (course.faults < MOST_FAULTS) return false;
    try {
      await this.stop(replay, 'failed', 'it failed inside the platform, see the log');
      await this.work.finish(replay, () => Promise.resolve());
    } catch (stopping) {
      this.logger.error({ msg: 'a replay could not be given up', replay: replay.id, err: stopping });
      if (!(stopping instanceof ReplayLost)) await this.work.release(replay).catch(() => undefined);
    }
    return true;
  }

  private async stop(replay: HeldReplay, status: 'stopped_failing' | 'failed', why: string): Promise<void> {
    const action = status === 'failed' ? 'replay.fail' : 'replay.stop';
    await this.work.stop(replay, status, why, (tx) =>
      this.audit.record({ actor: RUNNER, action, object: replay.id, reason: why, result: status }, tx),
    );
    this.ended(replay, status);
  }

  private async end(replay: HeldReplay): Promise<boolean> {
    await this.work.finish(replay, async (tx) => {
      await this.audit.record({ actor: RUNNER, action: 'replay.complete', object: replay.id, result: 'completed' }, tx);
      this.ended(replay, 'completed');
    });
    return true;
  }

  private ended({ id, dryRun }: HeldReplay, status: string): void {
    replaysEnded.inc({ status, dry_run: String(dryRun) });
    this.logger.log({ msg: 'a replay ended', replay: id, status });
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
}
