export type SenderRight = 'collect' | 'import' | 'check';

/** Whoever was recognised by a credential, and what they may send. */
export interface Sender {
  readonly id: string;
  /** What they may do: send live events, import files of old ones, ask what intake would say. */
  readonly rights: readonly SenderRight[];
  /** Event sources they may send for; none means any. */
  readonly sources: readonly string[];
  readonly types: readonly string[];
  /** Web origins a browser may send from with this credential. */
  readonly allowedOrigins: readonly string[];
  /** A limit of their own in place of the service's. */
  readonly requestsPerSecond?: number;
}

export const mayCarry = (sender: Pick<Sender, 'sources' | 'types'>, source: string, type: string): boolean =>
  (sender.sources.length === 0 || sender.sources.includes(source)) &&
  (sender.types.length === 0 || sender.types.includes(type));
