import type { TraceStage } from './trace.records';
import { traceStatus } from './trace-status';

const stage = (name: TraceStage['stage'], status?: string): TraceStage => ({ stage: name, at: undefined, status });

describe('where an event is, all in all', () => {
  it.each([
    ['unknown', [], false],
    ['in_warehouse', [stage('validated'), stage('lake'), stage('warehouse')], false],
    ['in_warehouse', [stage('warehouse'), stage('dlq', 'resolved')], false],
    ['in_warehouse', [stage('warehouse'), stage('dlq', 'open')], false],
    ['in_warehouse', [stage('validated'), stage('validated'), stage('lake'), stage('lake'), stage('warehouse')], false],
    ['duplicate', [stage('validated'), stage('lake'), stage('warehouse'), stage('warehouse')], false],
    ['duplicate', [stage('warehouse'), stage('warehouse'), stage('dlq', 'open')], true],
    ['in_flight', [stage('validated'), stage('lake')], true],
    ['in_flight', [stage('collected')], false],
    ['in_flight', [stage('dlq', 'replaying'), stage('validated')], true],
    ['in_lake_only', [stage('validated'), stage('lake')], false],
    ['in_lake_only', [stage('lake'), stage('dlq', 'discarded')], false],
    ['in_dlq', [stage('collected'), stage('dlq', 'open')], false],
    ['in_dlq', [stage('lake'), stage('dlq', 'open')], false],
    ['in_dlq', [stage('dlq', 'discarded')], false],
  ] as const)('is %s', (status, stages, isBehindSink) => {
    expect(traceStatus(stages, isBehindSink)).toBe(status);
  });
});
