import { createSecretKey, type KeyObject } from 'node:crypto';

export interface VersionedKey {
  readonly version: number;
  readonly key: KeyObject;
}

/** Keys of one purpose by version; the first one writes, all of them read. */
export class KeyRing {
  readonly all: readonly VersionedKey[];
  readonly current: VersionedKey;
  private readonly byVersion: ReadonlyMap<number, KeyObject>;

  /** Entries as the configuration has checked them: `version:base64`. */
  constructor(entries: readonly string[]) {
    this.all = entries.map(parse);
    const [current] = this.all;
    if (current === undefined) throw new TypeError('a key ring needs a key');
    this.current = current;
    this.byVersion = new Map(this.all.map(({ version, key }) => [version, key]));
  }

  of(version: number): KeyObject | undefined {
    return this.byVersion.get(version);
  }
}

function parse(entry: string): VersionedKey {
  const [version, text = ''] = entry.split(':');
  // Key objects: a fresh Buffer as key costs more than the hash itself, and an object does not print its key.
  return { version: Number(version), key: createSecretKey(Buffer.from(text, 'base64')) };
}
