import { Env } from '@analytics/service-kit';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, Matches } from 'class-validator';

const VERSIONED_KEY = /^[1-9]\d{0,3}:[A-Za-z0-9+/]{43}=$/;
const FORM = '$property must be a list of version:key, each key 32 random bytes in base64';
const versionOf = (entry: string): string => entry.split(':')[0] ?? '';
const keyOf = (entry: string): string => entry.split(':')[1] ?? '';

/**
 * Keys of the identity vault, each as `version:base64 of 32 bytes`, comma-separated. The first of a list is the one that is
 * written with; the others still read what older ones wrote. There is no default: a service without them does not start.
 */
export class VaultConfig {
  /** Keys that wrap the key of each person. */
  @Env('VAULT_MASTER_KEY', { yaml: 'vault.master_key', secret: true })
  @IsArray({ message: FORM })
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @Matches(VERSIONED_KEY, { each: true, message: FORM })
  @ArrayUnique(versionOf, { message: '$property names a version twice' })
  @ArrayUnique(keyOf, { message: '$property holds the same key twice' })
  masterKeys: string[];

  /** Keys that people are looked up by; while one is replaced, both are listed, the new one first. */
  @Env('VAULT_HMAC_KEYS', { yaml: 'vault.hmac_keys', secret: true })
  @IsArray({ message: FORM })
  @ArrayMinSize(1)
  @ArrayMaxSize(8)
  @Matches(VERSIONED_KEY, { each: true, message: FORM })
  @ArrayUnique(versionOf, { message: '$property names a version twice' })
  @ArrayUnique(keyOf, { message: '$property holds the same key twice' })
  hmacKeys: string[];
}
