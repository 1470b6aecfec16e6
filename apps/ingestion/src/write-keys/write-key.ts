/** A key that was recognised, and what it may send. */
export interface WriteKey {
  readonly id: string;
  readonly sources: readonly string[];
  readonly types: readonly string[];
}

export const mayCarry = (key: WriteKey, source: string, type: string): boolean =>
  (key.sources.length === 0 || key.sources.includes(source)) && (key.types.length === 0 || key.types.includes(type));
