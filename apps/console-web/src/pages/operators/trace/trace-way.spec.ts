import type { TraceStage } from '../api/operations';
import { wayOf } from './trace-way';

const stage = (name: TraceStage['stage'], more: Partial<TraceStage> = {}): TraceStage => ({
  stage: name,
  at: null,
  ...more,
});
const statesOf = (status: Parameters<typeof wayOf>[0]['status'], ...stages: TraceStage[]) =>
  wayOf({ status, stages }).stations.map(({ state }) => state);

describe('the way of an event', () => {
  it('leads through all stations', () => {
    const all = [stage('collected'), stage('validated'), stage('lake'), stage('warehouse')];
    expect(statesOf('in_warehouse', ...all)).toEqual(['done', 'done', 'done', 'done']);
  });

  it('has its stay in the lake ahead while the file is still open', () => {
    expect(statesOf('in_warehouse', stage('collected'), stage('validated'), stage('warehouse'))).toEqual([
      'done',
      'done',
      'ahead',
      'done',
    ]);
  });

  it('passed where Kafka has forgotten it', () => {
    expect(statesOf('in_warehouse', stage('lake'), stage('warehouse'))).toEqual(['done', 'done', 'done', 'done']);
  });

  it('is open ahead while it is on its way', () => {
    expect(statesOf('in_flight', stage('collected'))).toEqual(['done', 'ahead', 'ahead', 'ahead']);
  });

  it('ends where it was refused, until that is mended', () => {
    const letter = stage('dlq', { dlq_id: 'a', reason: 'SCHEMA_VIOLATION', status: 'open' });
    expect(statesOf('in_dlq', stage('collected'), letter)).toEqual([
      'done',
      'not_reached',
      'not_reached',
      'not_reached',
    ]);
    expect(wayOf({ status: 'in_dlq', stages: [letter] })).toMatchObject({ isHeldUp: true, letters: [letter] });
    const mended = [stage('collected'), stage('validated'), stage('warehouse'), { ...letter, status: 'resolved' }];
    expect(wayOf({ status: 'in_warehouse', stages: mended })).toMatchObject({
      isHeldUp: false,
      letters: [{ status: 'resolved' }],
    });
  });

  it('keeps each visit of an event that was sent twice', () => {
    const visits = [stage('collected', { offset: '1' }), stage('collected', { offset: '2' })];
    expect(wayOf({ status: 'in_flight', stages: visits }).stations[0]?.visits).toEqual(visits);
  });

  it('of nobody knows which event has no station', () => {
    expect(statesOf('unknown')).toEqual(['not_reached', 'not_reached', 'not_reached', 'not_reached']);
  });
});
