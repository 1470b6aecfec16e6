import type { OffsetRange } from './offset-range';

/** Everything that is data lies under this; readers of the lake still go by the manifest, never by the bucket. */
export const LAKE_FILES_PREFIX = 'raw_events/';

/** Copies of the manifest lie under this. */
export const LAKE_MANIFEST_PREFIX = 'raw_events_manifest/';

export interface LakePlace extends OffsetRange {
  readonly topic: string;
  readonly part: number;
}

export interface LakeFilePlace extends LakePlace {
  readonly eventType: string;
  /** When the batch was opened: written down with it, so a repeat makes the same key. */
  readonly openedAt: Date;
}

const DOMAIN = /^com\.platform\.([a-z][a-z0-9_-]*)\./;

/** The service whose events these are: the domain in the type's name; a type of another scheme belongs to all. */
export const serviceOf = (eventType: string): string => DOMAIN.exec(eventType)?.[1] ?? 'all';

/** The name a batch has in every key; `+` and `-` do not occur in names of topics of ours twice. */
export const lakeBatchName = ({ topic, part, from, to }: LakePlace): string => `${topic}+${part}+${from}-${to}`;

export function lakeFileKey(place: LakeFilePlace): string {
  const [year, month, day, hour] = place.openedAt.toISOString().split(/[-T:]/);
  const when = `year=${year}/month=${month}/day=${day}/hour=${hour}`;
  const what = `service_name=${serviceOf(place.eventType)}/event_type=${segment(place.eventType)}`;
  return `${LAKE_FILES_PREFIX}${what}/${when}/${lakeBatchName(place)}.parquet`;
}

/** Where the manifest's entry of a batch is copied to, so that the manifest can be rebuilt without PostgreSQL. */
export const lakeManifestKey = (place: LakePlace): string =>
  `${LAKE_MANIFEST_PREFIX}${place.topic}/${place.part}/${place.from}-${place.to}.json`;

/** Where a file goes whose key holds something else; never read, looked at by people. */
export const lakeQuarantineKey = (fileKey: string): string => `quarantine/${fileKey}`;

/** The batch a data file belongs to, as its key says; undefined for anything else. */
export const batchNameIn = (key: string): string | undefined => /\/([^/]+)\.parquet$/.exec(key)?.[1];

/** A type comes from a checked event, yet a key must stay a key whatever it is. */
const segment = (text: string): string =>
  text.replaceAll(/[^A-Za-z0-9._-]/g, (sign) => `%${Buffer.from(sign).toString('hex')}`).slice(0, 200);
