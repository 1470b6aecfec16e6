import { Injectable } from '@nestjs/common';
import { KafkaStages } from './kafka-stages';
import { LetterStages } from './letter-stages';
import { TRACE_STAGES, type Identity, type TraceStage, type TraceStatus } from './trace.records';
import { traceStatus } from './trace-status';
import { WarehouseStages } from './warehouse-stages';

export interface Trace extends Identity {
  readonly status: TraceStatus;
  readonly stages: readonly TraceStage[];
}

const RANK = new Map(TRACE_STAGES.map((stage, rank) => [stage, rank]));

@Injectable()
export class TraceService {
  constructor(
    private readonly kafka: KafkaStages,
    private readonly warehouse: WarehouseStages,
    private readonly letters: LetterStages,
  ) {}

  /** Where the event is now; what is under way is looked for only when no store has it. */
  async of(event: Identity): Promise<Trace> {
    const [stored, dlq] = await Promise.all([this.warehouse.warehouse(event), this.letters.of(event)]);
    const known = stored.places.length > 0 ? stored.places : await this.kafka.awaitingSink(event);
    const { stages: seen, places } =
      known.length > 0 ? await this.kafka.of(known) : { stages: await this.kafka.awaitingIntake(event), places: known };
    const [lake, isBehind] = await Promise.all([this.warehouse.ofLake(places), this.warehouse.isBehindSink(places)]);
    const stages = [...seen, ...lake, ...stored.stages, ...dlq];
    stages.sort((one, other) => RANK.get(one.stage)! - RANK.get(other.stage)!);
    return { ...event, status: traceStatus(stages, isBehind), stages };
  }
}
