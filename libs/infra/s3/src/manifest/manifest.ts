import { ManifestInvalid } from '../errors/s3-errors';

/** One file that a manifest commits to. */
export interface ManifestEntry {
  readonly key: string;
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256 of the content in hex. */
  readonly sha256: string;
}

/** What belongs together and is there: readers list manifests, never the bucket. */
export interface Manifest {
  readonly schema_version: 1;
  readonly created_at: string;
  readonly rows: number;
  readonly bytes: number;
  readonly entries: readonly ManifestEntry[];
}

const MOST_ENTRIES = 100_000;
const SHA256 = /^[0-9a-f]{64}$/;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The time is the caller's, so that a repeat makes the same bytes; the order of the entries does not matter. */
export function manifestOf(entries: readonly ManifestEntry[], createdAt: Date): Manifest {
  const sorted = [...entries].sort((left, right) => Buffer.compare(Buffer.from(left.key), Buffer.from(right.key)));
  return {
    schema_version: 1,
    created_at: createdAt.toISOString(),
    rows: sorted.reduce((sum, { rows }) => sum + rows, 0),
    bytes: sorted.reduce((sum, { bytes }) => sum + bytes, 0),
    entries: sorted.map(({ key, rows, bytes, sha256 }) => ({ key, rows, bytes, sha256 })),
  };
}

export const manifestBytes = (manifest: Manifest): Buffer => Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);

/** Reads what is stored under `key`; refuses what is no manifest, is of a newer version, or does not add up. */
export function parseManifest(key: string, bytes: Buffer): Manifest {
  const manifest = parsed(key, bytes);
  if (manifest['schema_version'] !== 1) throw new ManifestInvalid(key, 'its version is not known here');
  const problem = problemOf(manifest);
  if (problem !== undefined) throw new ManifestInvalid(key, problem);
  return manifest as unknown as Manifest;
}

export function problemOf(manifest: Readonly<Record<string, unknown>>): string | undefined {
  const { created_at: createdAt, entries } = manifest;
  if (typeof createdAt !== 'string' || Number.isNaN(Date.parse(createdAt))) return 'it does not say when it was made';
  if (!Array.isArray(entries) || !entries.every(isEntry)) return 'its entries are not entries';
  if (entries.length > MOST_ENTRIES) return `it has more than ${MOST_ENTRIES} entries`;
  if (new Set(entries.map(({ key }) => key)).size !== entries.length) return 'it names a file twice';
  const { rows, bytes } = manifestOf(entries, new Date(0));
  return rows === manifest['rows'] && bytes === manifest['bytes'] ? undefined : 'its sums are not those of its entries';
}

function parsed(key: string, bytes: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ManifestInvalid(key, 'it is not JSON');
  }
  if (!isMap(value)) throw new ManifestInvalid(key, 'it is no map');
  return value;
}

const isEntry = (value: unknown): value is ManifestEntry =>
  isMap(value) &&
  typeof value['key'] === 'string' &&
  isCount(value['rows']) &&
  isCount(value['bytes']) &&
  typeof value['sha256'] === 'string' &&
  SHA256.test(value['sha256']);
