import type { ReasonCode } from '../events/reason-codes';

/** The verdict on one item of a batch; only what was not accepted is listed unless `?items=all` asks for more. */
export interface CollectItem {
  readonly index: number;
  readonly id?: string;
  readonly source?: string;
  readonly status: 'accepted' | 'duplicate' | 'rejected';
  readonly code?: ReasonCode;
  /** JSON pointer from the event's root to the wrong or missing member. */
  readonly pointer?: string;
  readonly detail?: string;
}

export interface CollectAnswer {
  readonly data: {
    readonly accepted: number;
    readonly duplicate: number;
    readonly rejected: number;
    readonly items: readonly CollectItem[];
  };
  readonly meta: { readonly request_id: string };
}
