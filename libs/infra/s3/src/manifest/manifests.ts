import { createHash } from 'node:crypto';
import { ManifestInvalid, ObjectMissing } from '../errors/s3-errors';
import type { ObjectStore } from '../objects/object-store';
import type { AlreadyThere, Stored } from '../objects/put-once';
import { type Manifest, manifestBytes, type ManifestEntry, parseManifest, problemOf } from './manifest';

/** What is wrong with a file that a manifest names. */
export interface ManifestProblem {
  readonly key: string;
  readonly problem: 'missing' | 'bytes' | 'sha256';
}

/** The commit: written once, after all files it names. `same` in the answer tells a repeat from a conflict. */
export function writeManifest(store: ObjectStore, key: string, manifest: Manifest): Promise<Stored | AlreadyThere> {
  const problem = problemOf({ ...manifest });
  if (problem !== undefined) throw new ManifestInvalid(key, problem);
  return store.putOnce(key, manifestBytes(manifest), { contentType: 'application/json' });
}

/** Fails with `ObjectMissing` where nothing was committed. */
export async function readManifest(store: ObjectStore, key: string): Promise<Manifest> {
  return parseManifest(key, await store.getBytes(key));
}

/** Reads every file in full, one after the other, and says what differs from the manifest. */
export async function verifyManifest(store: ObjectStore, { entries }: Manifest): Promise<ManifestProblem[]> {
  const problems: ManifestProblem[] = [];
  for (const entry of entries) {
    const problem = await differenceOf(store, entry);
    if (problem !== undefined) problems.push({ key: entry.key, problem });
  }
  return problems;
}

async function differenceOf(store: ObjectStore, entry: ManifestEntry): Promise<ManifestProblem['problem'] | undefined> {
  try {
    const { info, body } = await store.get(entry.key);
    if (info.bytes !== entry.bytes) {
      body.destroy();
      return 'bytes';
    }
    const hash = createHash('sha256');
    for await (const chunk of body as AsyncIterable<Buffer>) hash.update(chunk);
    return hash.digest('hex') === entry.sha256 ? undefined : 'sha256';
  } catch (error) {
    if (error instanceof ObjectMissing) return 'missing';
    throw error;
  }
}
