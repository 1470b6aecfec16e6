import { DeadLetters, KafkaRanges } from '@analytics/infra-kafka';
import { ofPostgres, ProgressLedger, SinkNotes } from '@analytics/infra-postgres';
import { DuplicateHints, Redis, RedisKeys } from '@analytics/infra-redis';
import { Module } from '@nestjs/common';
import { ClientRepeats } from './duplicates/client-repeats';
import { ClickHouseFacts } from './facts/clickhouse-facts';
import { WarehouseFitness } from './facts/warehouse-fitness';
import { RangeSink } from './protocol/range-sink';
import type { SinkLimits, SinkPorts } from './protocol/sink-ports';
import { SinkSteps } from './protocol/sink-steps';
import { MeasuredSink } from './sink-watch';
import { WarehouseConfig } from './warehouse.config';
import { WarehouseConsumer } from './warehouse.consumer';
import { WarehouseService } from './warehouse.service';

/** Offsets that are read again at once, where nobody knows how large their records are. */
const OFFSETS_AT_A_TIME = 20_000n;

const limitsOf = ({ batchRows, batchMonths, refusedRows }: WarehouseConfig): SinkLimits => ({
  rows: batchRows,
  months: batchMonths,
  refused: refusedRows,
  offsets: OFFSETS_AT_A_TIME,
});

const hints = {
  provide: DuplicateHints,
  inject: [Redis, RedisKeys, WarehouseConfig],
  useFactory: (redis: Redis, keys: RedisKeys, { hintSeconds }: WarehouseConfig) =>
    new DuplicateHints(redis, keys, { owner: 'warehouse', ttlSeconds: hintSeconds }),
};

const PORTS = Symbol('SinkPorts');
const ports = {
  provide: PORTS,
  inject: [ProgressLedger, SinkNotes, ClickHouseFacts, KafkaRanges, ClientRepeats, DeadLetters, SinkSteps],
  useFactory: (
    ledger: ProgressLedger,
    notes: SinkNotes,
    facts: ClickHouseFacts,
    log: KafkaRanges,
    repeats: ClientRepeats,
    letters: DeadLetters,
    steps: SinkSteps,
  ): SinkPorts => ({ ledger, notes, facts, log, repeats, letters, steps, now: () => new Date() }),
};

const sink = {
  provide: RangeSink,
  inject: [PORTS, WarehouseConfig, MeasuredSink],
  useFactory: (given: SinkPorts, config: WarehouseConfig, watch: MeasuredSink) =>
    new RangeSink(given, limitsOf(config), watch),
};

/** Validated events into the tables of facts, each offset once: offsets in a ledger, ranges as tokens. */
@Module({
  controllers: [WarehouseConsumer],
  providers: [
    ofPostgres(ProgressLedger),
    ofPostgres(SinkNotes),
    WarehouseFitness,
    ClickHouseFacts,
    hints,
    ClientRepeats,
    SinkSteps,
    ports,
    MeasuredSink,
    sink,
    WarehouseService,
  ],
  exports: [ProgressLedger],
})
export class WarehouseModule {}
