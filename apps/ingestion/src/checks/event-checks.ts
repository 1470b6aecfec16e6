import { EVENT_LIMITS, type EventEnvelope } from '@analytics/contracts';
import { checkEnvelope, checkTime, type Checked, passed, type TimeBounds, withMinorUnits } from '@analytics/domain';
import { Injectable } from '@nestjs/common';
import { IngestionConfig } from '../config';
import { type CheckedSchema, EventValidators } from './event-validators';

/** An event that may come in, and the schema it follows. */
export interface CheckedEvent {
  readonly event: EventEnvelope;
  readonly entry: CheckedSchema;
  readonly occurredAt: Date;
}

/** The checks of one event, in the order a sender is told about them. Collect and intake share them, so they agree. */
@Injectable()
export class EventChecks {
  constructor(
    private readonly validators: EventValidators,
    private readonly config: IngestionConfig,
  ) {}

  /** `bounds` are those of live events unless others are given. */
  check(candidate: unknown, receivedAt: Date, bounds?: TimeBounds): Checked<CheckedEvent> {
    const envelope = checkEnvelope(candidate, EVENT_LIMITS);
    if (!envelope.ok) return envelope;
    const event = envelope.value;
    const amounts = withMinorUnits(event.type, event.data);
    if (!amounts.ok) return amounts;
    const known = this.validators.check(event.type, amounts.value, {
      dataschema: event.dataschema,
      // Intake sees every event, also those of this edge: it counts.
      counted: false,
    });
    if (!known.ok) return known;
    const live = { aheadMs: this.config.timeAheadMs, behindMs: this.config.timeBehindMs };
    const time = checkTime(event.time, receivedAt, bounds ?? live);
    if (!time.ok) return time;
    return passed({ event, entry: known.value, occurredAt: time.value });
  }
}
