/** What a client of the stream may say. */
export type ClientFrame =
  | {
      readonly op: 'subscribe';
      readonly id: string;
      readonly topic: string;
      readonly params?: Readonly<Record<string, unknown>>;
    }
  | { readonly op: 'unsubscribe'; readonly id: string }
  | { readonly op: 'resume'; readonly id?: string; readonly seq: number }
  | { readonly op: 'ping'; readonly id?: string };

/**
 * What the server says. A `snapshot` holds everything a subscription is about, a `delta` what is different since the frame before;
 * both have a `seq` by which a client that comes back can go on.
 */
export type ServerFrame =
  | {
      readonly op: 'snapshot' | 'delta';
      readonly id: string;
      readonly seq: number;
      readonly as_of: string;
      readonly data: readonly { readonly name: string; readonly window: string; readonly value: number }[];
      readonly meta: { readonly watermark: string | null; readonly stale: boolean };
    }
  | {
      readonly op: 'error';
      readonly id: string | null;
      readonly seq: number;
      readonly as_of: string;
      readonly code: string;
      readonly detail: string;
    }
  | { readonly op: 'pong'; readonly id: string | null; readonly seq: number; readonly as_of: string };

/** Answer of `POST /streaming/tickets`. */
export interface StreamingTicketAnswer {
  readonly data: { readonly ticket: string; readonly expires_at: string };
}
