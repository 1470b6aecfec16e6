/** Headers of a collected record: what ingestion knew when it took the event. */
export const COLLECTED_HEADERS = {
  receivedAt: 'x-received-at',
  /** Who sent it: the id of a write key, or `client:` and the id of a service account. */
  writeKey: 'x-write-key-id',
  /** What two events of one identity are compared by; missing on what was refused before it could be made. */
  fingerprint: 'x-fingerprint',
  /** The import it came with: its time may lie further back than that of a live event. */
  importId: 'x-import-id',
  /** Set on what the sender was told is refused: intake keeps the verdict and writes the dead letter. */
  refusedCode: 'x-refused-code',
  refusedPointer: 'x-refused-pointer',
  refusedDetail: 'x-refused-detail',
  refusedKeyword: 'x-refused-keyword',
  refusedSchemaId: 'x-refused-schema-id',
  refusedSchemaVersion: 'x-refused-schema-version',
  /** Address and browser of who called `/track`, percent-encoded: for the enrichment, then gone. */
  clientAddress: 'x-client-ip',
  clientUserAgent: 'x-client-user-agent',
} as const;
