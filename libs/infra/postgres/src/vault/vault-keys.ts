import { createHmac, type KeyObject } from 'node:crypto';
import { KeyRing } from './key-ring';
import type { VaultConfig } from './vault.config';

export type SubjectKind = 'user' | 'device';

/** An account, or a device that is nobody's yet. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** How a subject is named inside this process: in answers, under the seal, and under the hash. */
export const subjectKey = ({ kind, id }: Subject): string => `${kind}:${id}`;

const hmac = (key: KeyObject, text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();

/** No subject is named like this: every kind is followed by a colon. */
const PROOF_TEXT = 'proof of the key';

/** Hashes people by the keys of the configuration; the only thing that turns an id into a lookup. */
export class VaultKeys {
  readonly masters: KeyRing;
  readonly versions: readonly number[];
  /** What a key makes of a fixed text: tells two keys under one version apart without showing either. */
  readonly proofs: readonly Buffer[];
  private readonly lookups: KeyRing;

  constructor({ masterKeys, hmacKeys }: Pick<VaultConfig, 'masterKeys' | 'hmacKeys'>) {
    this.masters = new KeyRing(masterKeys);
    this.lookups = new KeyRing(hmacKeys);
    this.versions = this.lookups.all.map(({ version }) => version);
    this.proofs = this.lookups.all.map(({ key }) => hmac(key, PROOF_TEXT));
  }

  get version(): number {
    return this.lookups.current.version;
  }

  /** By the key that is written with. */
  lookup(name: string): Buffer {
    return hmac(this.lookups.current.key, name);
  }

  /** By every key, in the order of `versions`. */
  everyLookup(name: string): Buffer[] {
    return this.lookups.all.map(({ key }) => hmac(key, name));
  }

  lookupBy(version: number, name: string): Buffer | undefined {
    const key = this.lookups.of(version);
    return key === undefined ? undefined : hmac(key, name);
  }
}
