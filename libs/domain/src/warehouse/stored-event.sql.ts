import { text, textList } from '../sql/binders';
import { sql } from '../sql/sql';
import { statement } from '../sql/statement';

/** The row of an event in the warehouse, with the record it came from. */
export interface StoredEvent {
  readonly event_type: string;
  readonly effective_ms: string;
  readonly received_ms: string;
  readonly _kt: string;
  readonly _kp: number;
  readonly _ko: string;
}

const LIMITS = { maxRows: 100, maxSeconds: 10, maxMemoryBytes: 1024 ** 3, maxRowsToRead: 1e9 };

/** What the warehouse takes for the content of these events: of each that it holds the fingerprint that came first. */
export const storedFingerprints = (events: readonly (readonly [source: string, id: string])[]) =>
  statement<{ source: string; id: string; fingerprint: string }>({
    name: 'stored-fingerprints',
    query: sql`WITH arrayZip(${textList(events.map(([source]) => source))}, ${textList(events.map(([, id]) => id))}) AS pairs
      SELECT source, id, argMin(fingerprint, (_kt, _kp, _ko)) AS fingerprint FROM event_identities
      WHERE identity IN (SELECT sipHash64(pair.1, pair.2) FROM (SELECT arrayJoin(pairs) AS pair))
        AND (source, id) IN (SELECT arrayJoin(pairs))
      GROUP BY source, id`,
    limits: { ...LIMITS, maxRows: 1_000 },
  });

/** Every row with this identity; more than one means that something went wrong. */
export const storedEvent = (source: string, id: string) =>
  statement<StoredEvent>({
    name: 'stored-event',
    query: sql`SELECT event_type, toUnixTimestamp64Milli(effective_at) AS effective_ms,
        toUnixTimestamp64Milli(received_at) AS received_ms, _kt, _kp, _ko
      FROM events
      WHERE source = ${text(source)} AND id = ${text(id)} AND effective_at IN (
        SELECT effective_at FROM event_identities
        WHERE identity = sipHash64(${text(source)}, ${text(id)}) AND source = ${text(source)} AND id = ${text(id)})
      ORDER BY _kt, _kp, _ko LIMIT 100`,
    limits: LIMITS,
  });
