/** How far live numbers can be believed. */
export interface RealtimeStanding {
  /** End of the windows, itself not part of them. */
  readonly as_of: string;
  /** Latest reception by the platform among the events counted; null while there is none. */
  readonly watermark: string | null;
  /** True while the numbers are being made anew, lag behind, or nobody looks after them. */
  readonly stale: boolean;
  readonly request_id: string;
}

/** One live number; revenue in roubles. Null while nothing is known, which is always stale. */
export interface RealtimeValue {
  readonly name: string;
  readonly window: string;
  readonly value: number | null;
}

/** Answer of `GET /metrics/realtime`. */
export interface RealtimeAnswer {
  readonly data: readonly RealtimeValue[];
  readonly meta: RealtimeStanding;
}

/** One place of a ranking, under the name of what is ranked; revenue in roubles. */
export interface RealtimePlace {
  readonly rank: number;
  readonly value: number;
  readonly game_id?: string;
  readonly event_type?: string;
  /** Of types of events: how many a minute, on the average of the window. */
  readonly per_minute?: number;
}

/** Answer of `GET /metrics/realtime/top`. */
export interface RealtimeTopAnswer {
  readonly data: readonly RealtimePlace[];
  readonly meta: RealtimeStanding & { readonly of: string; readonly by: string; readonly window: string };
}
