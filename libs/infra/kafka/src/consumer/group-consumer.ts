import { Logger } from '@nestjs/common';
import { Unavailable } from '@analytics/domain';
import { Places } from '@analytics/service-kit';
import type { AdminSession } from '../driver/admin-session';
import { BackOff } from '../driver/back-off';
import { canRejoin } from '../driver/driver-errors';
import type { KafkaDriver } from '../driver/kafka-driver';
import { pause, within } from '../driver/waiting';
import type { FlowBudget } from '../lane/flow-budget';
import { Generation } from '../lane/generation';
import { consumerErrors, type LaneLag, lagSources } from '../lane/lane.metrics';
import type { BatchHandler } from '../lane/outcome';
import { Pace } from '../lane/pace';
import type { KafkaPort } from '../port/kafka-port';
import type { BatchConsumerOptions } from './batch-consumer.decorator';
import { Lanes } from './lanes';
import { Membership } from './membership';
import { StallWatch } from './stall-watch';
import { rangesOf, type StartingPoint, startingPoint } from './starting-point';
import { TopicSelection } from './topic-selection';

export interface GroupSurroundings {
  readonly driver: KafkaDriver;
  readonly admin: AdminSession;
  readonly port: KafkaPort;
  readonly budget: FlowBudget;
  readonly failed: (error: Error) => void;
}

/** The consumer cannot go on by itself; the process ends and is started anew or looked at. */
export class ConsumerFailed extends Error {
  constructor(group: string, why: string, options?: ErrorOptions) {
    super(`consumer ${group}: ${why}`, options);
    this.name = 'ConsumerFailed';
  }
}

// Leaving is a courtesy to the others: a member that does not is missed after its session time-out.
const LEAVE_MS = 2_000;
const logger = new Logger('KafkaConsumer');

/** Keeps one member of a consumer group alive: joins, follows rebalances, replaces a member that crashed, watches for new topics. */
export class GroupConsumer {
  private readonly lanes: Lanes;
  private readonly topics: TopicSelection;
  private readonly backOff: BackOff;
  private readonly stopping = new AbortController();
  private readonly watch: StallWatch;
  private readonly places: Places;
  private readonly pace: Pace;
  private generation?: Generation;
  private state = 'not a member yet';
  private lastFetchMs = performance.now();
  private living?: Promise<void>;
  private readonly ending: (() => void)[] = [];

  constructor(
    private readonly options: BatchConsumerOptions,
    private readonly handle: BatchHandler,
    private readonly around: GroupSurroundings,
  ) {
    const { config } = around.driver;
    this.lanes = new Lanes(config.topicPrefix.length);
    this.topics = new TopicSelection(around.admin, options.topics, config.topicPrefix);
    this.backOff = new BackOff(config.backOffFirstMs, config.backOffMaxMs);
    this.watch = new StallWatch(config.stallMs, config.rebalanceTimeoutMs);
    this.places = new Places(options.batchesAtOnce ?? Infinity);
    this.pace = new Pace(options.batchMs ?? config.batchMs, options.quietBatchMs);
  }

  start(): void {
    const { stallMs } = this.config;
    const lag = (): LaneLag[] => this.lanes.lag(Date.now());
    lagSources.add(lag);
    const looking = setInterval(() => void this.look(), Math.min(stallMs / 4, 10_000));
    this.ending.push(
      () => lagSources.delete(lag),
      () => clearInterval(looking),
    );
    this.living = this.live().catch((error: unknown) => this.fail('ended unexpectedly', error));
  }

  /** Finishes the batch in hand, commits it and leaves the group. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.living;
    for (const end of this.ending) end();
  }

  assertReady(): void {
    if (this.state !== 'member') throw new Unavailable(`consumer ${this.options.group} (${this.state})`);
  }

  private get config() {
    return this.around.driver.config;
  }

  private async live(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        const topics = await this.topics.current();
        if (topics.length > 0) await this.takePart(topics);
        else {
          // Nothing to read yet is no fault: the pattern's first topic may appear any day.
          this.state = 'member';
          await pause(this.config.metadataRefreshMs, this.stopping.signal);
        }
      } catch (error) {
        this.state = 'away from its group';
        consumerErrors.inc({ group: this.options.group, topic: '', stage: 'group', kind: 'unavailable' });
        if (!canRejoin(error)) return this.fail('cannot take part in its group', error);
        logger.warn({ msg: 'a consumer lost its group and joins again', group: this.options.group, err: error });
        await pause(this.backOff.next(), this.stopping.signal);
      }
    }
  }

  /** One membership: until it crashes (rejects), the topics change or the service stops (resolves). */
  private async takePart(topics: string[]): Promise<void> {
    let crashed: (error: Error) => void = () => undefined;
    const crash = new Promise<never>((_, reject) => (crashed = reject));
    crash.catch(() => undefined);
    const membership: Membership = new Membership(this.around.driver, this.options.group, {
      joined: (assignment) => void this.joined(assignment, membership).catch(crashed),
      revoked: () => this.revoked(),
      heard: () => this.generation?.heard(),
      fetched: () => (this.lastFetchMs = performance.now()),
      batch: (payload) => this.lanes.take(payload),
      crashed,
    });
    const unsubscribe = this.around.budget.whenFreed(() => this.lanes.steer(membership));
    try {
      await Promise.race([crash, membership.join(topics).then(() => this.untilOver(topics))]);
      await this.lanes.finish(this.config.shutdownMs);
    } finally {
      unsubscribe();
      this.revoked();
      await within(LEAVE_MS, membership.leave());
    }
  }

  private async untilOver(topics: readonly string[]): Promise<void> {
    if (!this.topics.isPattern) return pause(2 ** 31 - 1, this.stopping.signal);
    while (!this.stopping.signal.aborted) {
      await pause(this.config.metadataRefreshMs, this.stopping.signal);
      const now = await this.topics.current().catch(() => topics);
      if (now.join() !== topics.join()) return;
    }
  }

  private revoked(): void {
    this.generation?.end();
    this.state = 'rebalancing';
  }

  private async joined(assignment: Readonly<Record<string, number[]>>, membership: Membership): Promise<void> {
    const { config, places, pace, handle } = this;
    const { port, budget } = this.around;
    this.revoked();
    const generation = new Generation((config.sessionTimeoutMs * 2) / 3);
    this.generation = generation;
    this.backOff.reset();
    const { group, batchRows = config.batchRows, batchBytes = config.batchBytes } = this.options;
    const limits = { rows: batchRows, bytes: batchBytes };
    const shared = { group, limits, pace, config, generation, budget, port, places, handle };
    this.lanes.assign(assignment, membership, shared);
    this.state = 'finding where to begin';
    const points = await this.startingPoints(assignment, generation);
    if (generation.current) this.begin(points, membership);
  }

  private async startingPoints(
    assignment: Readonly<Record<string, number[]>>,
    generation: Generation,
  ): Promise<StartingPoint[]> {
    const topics = Object.keys(assignment);
    while (generation.current && topics.length > 0) {
      try {
        const ranges = await rangesOf(this.around.admin, this.around.driver.named(this.options.group), topics);
        return topics.flatMap((topic) =>
          assignment[topic]!.map((partition) => startingPoint(topic, partition, ranges.get(topic)!.get(partition)!)),
        );
      } catch (error) {
        logger.warn({ msg: 'a consumer cannot find where to begin', group: this.options.group, err: error });
        await pause(this.backOff.next(), generation.signal);
      }
    }
    return [];
  }

  private begin(points: readonly StartingPoint[], membership: Membership): void {
    this.state = 'member';
    for (const point of points) {
      const { topic, partition, offset, missed, beyondEnd } = point;
      const facts = { group: this.options.group, topic, partition, offset: String(offset) };
      if (beyondEnd) {
        // Reading on from the start would repeat or skip without a word: an operator has to say which.
        this.state = `${topic}/${partition} ends before what the group has read`;
        logger.error({ msg: 'a topic was made anew behind the group, the partition is not read', ...facts });
        continue;
      }
      if (missed > 0n) {
        consumerErrors.inc({ group: this.options.group, topic, stage: 'expired', kind: 'internal' }, Number(missed));
        logger.error({ msg: 'records expired before they were read', missed: String(missed), ...facts });
      }
      membership.seek(topic, partition, offset);
      this.lanes.open(topic, partition);
    }
  }

  private async look(): Promise<void> {
    try {
      const behind = await this.behind();
      const joining = this.state !== 'member';
      const stalled = this.watch.stalled({ behind, lastFetchMs: this.lastFetchMs, joining });
      if (stalled) this.fail('records wait and nothing is fetched');
    } catch {
      this.watch.unknown();
    }
  }

  private async behind(): Promise<boolean> {
    if (performance.now() - this.lastFetchMs < this.config.stallMs / 2) return false;
    const topics = await this.topics.current();
    const ranges = await rangesOf(this.around.admin, this.around.driver.named(this.options.group), topics);
    return [...ranges.values()].some((partitions) =>
      [...partitions.values()].some(({ low, high, committed }) => high > (committed ?? low)),
    );
  }

  private fail(why: string, cause?: unknown): void {
    this.state = why;
    this.around.failed(new ConsumerFailed(this.options.group, why, { cause }));
  }
}
