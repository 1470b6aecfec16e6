import type { Outcome } from '@analytics/infra-kafka';
import { Injectable, Logger } from '@nestjs/common';
import type { RecoveryOutcome } from './protocol/range-recovery';
import type { SinkWatch } from './protocol/range-sink';
import type { Place } from './protocol/sink-ports';
import {
  eventsRefused,
  rangeSeconds,
  recoveries,
  repeatsFound,
  rowsStored,
  unexplainedRecords,
} from './warehouse.metrics';

/** What happens in the sink as metrics, and what is not everyday as log lines. */
@Injectable()
export class MeasuredSink implements SinkWatch {
  private readonly logger = new Logger('WarehouseSink');

  stored(outcomes: ReadonlyMap<bigint, Outcome>, seconds: number): void {
    rangeSeconds.observe(seconds);
    const counts = { kept: 0, duplicate: 0, conflict: 0, refused: 0 };
    for (const outcome of outcomes.values()) {
      if (outcome.status === 'kept') counts.kept += 1;
      else if (outcome.status === 'dropped') counts.duplicate += 1;
      else if (outcome.deadLetter.reason === 'ID_CONFLICT') counts.conflict += 1;
      else counts.refused += 1;
    }
    rowsStored.inc(counts.kept);
    repeatsFound.inc({ kind: 'duplicate' }, counts.duplicate);
    repeatsFound.inc({ kind: 'conflict' }, counts.conflict);
    eventsRefused.inc(counts.refused);
  }

  recovered(place: Place, outcome: RecoveryOutcome | 'ledger_rolled_back' | 'gap_filled', records: number): void {
    recoveries.inc({ outcome });
    this.logger.warn({ msg: 'a range was brought to its end after an interruption', ...place, outcome, records });
  }

  unexplained(place: Place, records: number): void {
    unexplainedRecords.inc({ topic: place.topic, partition: place.part }, records);
    this.logger.error({ msg: 'the warehouse does not hold what the ledger says is stored', ...place, records });
  }
}
