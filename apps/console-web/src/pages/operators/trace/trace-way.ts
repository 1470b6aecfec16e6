import { type Trace, TRACE_STATIONS, type TraceStage, type TraceStation } from '../api/operations';

/** `done`: seen there; `ahead`: it is on its way there; `not_reached`: it stopped before. */
export type StationState = 'done' | 'ahead' | 'not_reached';

export interface Station {
  readonly name: TraceStation;
  readonly state: StationState;
  /** More than one where it was sent or replayed more than once. */
  readonly visits: readonly TraceStage[];
}

/** The way of an event through the house: four stations in a row, and what was refused beside them. */
export interface Way {
  readonly stations: readonly Station[];
  readonly letters: readonly TraceStage[];
  /** Whether a refusal is what keeps it from the warehouse now. */
  readonly isHeldUp: boolean;
}

const STILL_REFUSED: readonly (string | undefined)[] = ['open', 'replaying'];

export function wayOf({ status, stages }: Pick<Trace, 'status' | 'stages'>): Way {
  const visitsOf = (name: string) => stages.filter(({ stage }) => stage === name);
  const letters = visitsOf('dlq');
  // What was seen further on has passed here, also where nothing tells of it any more (Kafka forgets after days).
  const furthest = TRACE_STATIONS.findLastIndex((name) => visitsOf(name).length > 0);
  const stations = TRACE_STATIONS.map((name, at): Station => {
    const visits = visitsOf(name);
    if (visits.length > 0 || (at < furthest && name !== 'lake')) return { name, state: 'done', visits };
    return { name, state: isAhead(status, name, furthest) ? 'ahead' : 'not_reached', visits };
  });
  const isHeldUp = status === 'in_dlq' && letters.some((letter) => STILL_REFUSED.includes(letter.status));
  return { stations, letters, isHeldUp };
}

/** The lake closes its files minutes after the warehouse has a row: until then it is on its way there as well. */
function isAhead(status: Trace['status'], name: TraceStation, furthest: number): boolean {
  if (status === 'in_flight') return true;
  if (status === 'in_warehouse') return name === 'lake';
  return status === 'in_lake_only' && name === 'warehouse' && furthest >= 1;
}
