/** A request with an Idempotency-Key that creates something. */
export interface CreationRequest {
  readonly actor: string;
  /** The path with its ids: rotating one key is another request than rotating another. */
  readonly route: string;
  readonly key: string;
  readonly body: unknown;
}

/** How something is created, and how a repeat is answered. */
export interface Creation<Made, Kept extends object> {
  readonly make: () => Promise<Made>;
  /** What of it is written down as JSON: nothing secret. */
  readonly keep: (made: Made) => Kept;
  readonly again: (kept: Kept) => Made | Promise<Made>;
}
