import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Logger } from '@nestjs/common';
import { KEY_BYTES } from '../format/segment-header';

const FILE = 'spool.key';

/** Keys that open the segments; the first one closes new ones. */
export function masterKeys(directory: string, configured: readonly string[]): Buffer[] {
  const file = path.join(directory, FILE);
  const keys = configured.map((key) => Buffer.from(key, 'base64'));
  // What was written before a key was configured is still to be read.
  if (keys.length > 0) return existsSync(file) ? [...keys, readKey(file)] : keys;
  new Logger('Spool').warn({
    msg: 'the key of the spool lies beside it, which protects a copied segment but not a copied disk: set INGESTION_SPOOL_KEY',
  });
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(KEY_BYTES).toString('base64'), { mode: 0o600, flag: 'wx', flush: true });
  }
  return [readKey(file)];
}

function readKey(file: string): Buffer {
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (key.length !== KEY_BYTES) throw new TypeError(`${file} holds no key of ${KEY_BYTES} bytes`);
  return key;
}
