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

/** The member of an event that they may not send so. */
export function forbiddenMember(
  { sources, types }: Pick<Sender, 'sources' | 'types'>,
  event: { readonly source: string; readonly type: string },
): 'source' | 'type' | undefined {
  if (sources.length > 0 && !sources.includes(event.source)) return 'source';
  return types.length > 0 && !types.includes(event.type) ? 'type' : undefined;
}
