import type { TraceStage, TraceStatus } from './trace.records';

const OPEN = new Set(['open', 'replaying']);

/**
 * Where the event is, all in all; `isBehindSink`: a record of it waits for the warehouse. One that was sent twice and stored once
 * is `in_warehouse`, as it should be; `duplicate` is one that numbers count more than once until it is repaired.
 */
export function traceStatus(stages: readonly TraceStage[], isBehindSink: boolean): TraceStatus {
  const count = (stage: TraceStage['stage']): number => stages.filter((each) => each.stage === stage).length;
  const has = (stage: TraceStage['stage']): boolean => count(stage) > 0;
  if (count('warehouse') > 1) return 'duplicate';
  if (has('warehouse')) return 'in_warehouse';
  if (isBehindSink) return 'in_flight';
  if (stages.some(({ status }) => status !== undefined && OPEN.has(status))) return 'in_dlq';
  if (has('lake')) return 'in_lake_only';
  if (has('dlq')) return 'in_dlq';
  return has('collected') || has('validated') ? 'in_flight' : 'unknown';
}
