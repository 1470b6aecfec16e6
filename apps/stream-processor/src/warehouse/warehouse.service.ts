import { Unavailable } from '@analytics/domain';
import { type BatchContext, KafkaRanges, type Outcome, type Received } from '@analytics/infra-kafka';
import { ReadinessRegistry } from '@analytics/service-kit';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { RangeSink } from './protocol/range-sink';
import { SinkStopped } from './protocol/sink-errors';
import { type LedgerLag, lagSources, stoppedPartitions } from './warehouse.metrics';

interface Stop {
  readonly error: SinkStopped;
  /** Of the assignment in which it stopped: afterwards it is somebody else's to say. */
  readonly signal: AbortSignal;
}

/** Kafka's batches into the warehouse; a partition that stands still is said aloud: log, metric, readiness. */
@Injectable()
export class WarehouseService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(WarehouseService.name);
  private readonly stops = new Map<string, Stop>();
  private readonly lag = (): Promise<LedgerLag[]> => this.lags();

  constructor(
    private readonly sink: RangeSink,
    private readonly ranges: KafkaRanges,
    private readonly readiness: ReadinessRegistry,
  ) {}

  onModuleInit(): void {
    this.readiness.register({ name: 'warehouse-sink', check: () => this.check() });
    lagSources.add(this.lag);
  }

  onApplicationShutdown(): void {
    lagSources.delete(this.lag);
  }

  async take(batch: readonly Received[], { topic, partition, signal }: BatchContext): Promise<Outcome[]> {
    const key = `${topic}/${partition}`;
    try {
      const outcomes = await this.sink.take(batch, { topic, part: partition }, signal);
      this.stops.delete(key);
      return outcomes;
    } catch (error) {
      if (error instanceof SinkStopped) {
        this.stops.set(key, { error, signal });
        this.logger.error({ msg: 'a partition stands still until a person has looked', topic, partition, err: error });
      }
      throw error;
    } finally {
      this.tellStops();
    }
  }

  private tellStops(): void {
    stoppedPartitions.reset();
    for (const [key, { error, signal }] of this.stops) {
      if (signal.aborted) this.stops.delete(key);
      else stoppedPartitions.inc({ reason: error.reason });
    }
  }

  private check(): Promise<void> {
    this.tellStops();
    const [stop] = this.stops.values();
    // The reason names topic, partition and offsets, nothing of an event.
    return stop === undefined ? Promise.resolve() : Promise.reject(stop.error);
  }

  private async lags(): Promise<LedgerLag[]> {
    const lags = this.sink.positions().map(async ({ place, nextOffset }) => {
      const { high } = await this.ranges.watermarks(place.topic, place.part);
      return { ...place, records: Number(high - nextOffset) };
    });
    try {
      return await Promise.all(lags);
    } catch (error) {
      // Metrics are read also while Kafka is away; its own say so.
      if (error instanceof Unavailable) return [];
      throw error;
    }
  }
}
