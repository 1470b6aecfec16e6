import { type OffsetRange, sql, statement, text, textList, uint16, uint64 } from '@analytics/domain';
import type { Place } from '../protocol/sink-ports';

export interface StoredIdentity {
  readonly source: string;
  readonly id: string;
  readonly fingerprint: string;
}

/** Events of these identities that were not stored by this range itself; the earliest of each speaks for all. */
export const storedElsewhere = (sources: readonly string[], ids: readonly string[], own: Place & OffsetRange) =>
  statement<StoredIdentity>({
    name: 'warehouse-stored-identities',
    query: sql`SELECT source, id, argMin(fingerprint, (_kt, _kp, _ko)) AS fingerprint FROM event_identities
      PREWHERE identity IN (SELECT sipHash64(pair.1, pair.2) FROM (SELECT arrayJoin(arrayZip(${textList(sources)}, ${textList(ids)})) AS pair))
      WHERE NOT (_kt = ${text(own.topic)} AND _kp = ${uint16(own.part)} AND _ko BETWEEN ${uint64(own.from)} AND ${uint64(own.to)})
      GROUP BY source, id`,
    limits: { maxRows: 100_000, maxSeconds: 60, maxMemoryBytes: 2 * 1024 ** 3, maxRowsToRead: 1e13 },
  });
