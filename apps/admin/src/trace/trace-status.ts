import type { TraceStage, TraceStatus } from './trace.records';

const OPEN = new Set(['open', 'replaying']);

/** Where the event is, all in all; `isBehindSink`: a record of it waits for the warehouse. */
export function traceStatus(stages: readonly TraceStage[], isBehindSink: boolean): TraceStatus {
  const has = (stage: TraceStage['stage']): boolean => stages.some((each) => each.stage === stage);
  if (has('warehouse')) return 'in_warehouse';
  if (isBehindSink) return 'in_flight';
  if (stages.some(({ status }) => status !== undefined && OPEN.has(status))) return 'in_dlq';
  if (has('lake')) return 'in_lake_only';
  if (has('dlq')) return 'in_dlq';
  return has('collected') || has('validated') ? 'in_flight' : 'unknown';
}
