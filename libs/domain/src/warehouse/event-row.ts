import type { ValidatedEvent } from '@analytics/contracts';
import { col } from '../sql/columns';
import { insertTable, type RowOf } from '../sql/insert-table';

/** The facts table, as its one writer fills it. */
export const EVENTS_TABLE = insertTable('events', {
  event_type: col.lowCardinality(col.string),
  source: col.string,
  id: col.string,
  effective_at: col.dateTime64(3),
  occurred_at: col.dateTime64(3),
  received_at: col.dateTime64(3),
  schema_version: col.uint16,
  data: col.string,
  _kt: col.lowCardinality(col.string),
  _kp: col.uint16,
  _ko: col.uint64,
});

export type EventRow = RowOf<typeof EVENTS_TABLE>;

/** The record of Kafka a row came from. */
export interface Lineage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export function eventRow(event: ValidatedEvent, from: Lineage): EventRow {
  return {
    event_type: event.type,
    source: event.source,
    id: event.id,
    effective_at: new Date(event.effective_at),
    occurred_at: new Date(event.occurred_at),
    received_at: new Date(event.received_at),
    schema_version: event.schema_version,
    data: JSON.stringify(event.data),
    _kt: from.topic,
    _kp: from.partition,
    _ko: from.offset,
  };
}
