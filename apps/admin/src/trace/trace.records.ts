export const TRACE_STATUSES = ['in_flight', 'in_warehouse', 'in_lake_only', 'in_dlq', 'duplicate', 'unknown'] as const;
export type TraceStatus = (typeof TRACE_STATUSES)[number];

export const TRACE_STAGES = ['collected', 'validated', 'lake', 'warehouse', 'dlq'] as const;

/** One place where the event is, or was seen. */
export interface TraceStage {
  readonly stage: (typeof TRACE_STAGES)[number];
  readonly at: Date | undefined;
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: string;
  readonly file?: string;
  readonly table?: string;
  readonly dlqId?: string;
  readonly reason?: string;
  /** What became of the dead letter. */
  readonly status?: string;
}

/** The identity of an event, given by its sender. */
export interface Identity {
  readonly source: string;
  readonly id: string;
}

/** A record of the validated topic. */
export interface ValidatedPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Where it is known. */
  readonly type?: string;
  /** When the event happened, where that is known. */
  readonly happenedAt?: Date;
}

/** Stages of an event beside the validated records it is known from. */
export interface PlacedStages {
  readonly stages: readonly TraceStage[];
  readonly places: readonly ValidatedPlace[];
}
