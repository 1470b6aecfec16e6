import { randomBytes } from 'node:crypto';
import { secretFile } from '../system/secret-file.mjs';

const key = () => `1:${randomBytes(32).toString('base64')}`;

/** The keys of the identity vault and of dead letters of one data directory, made at first use and readable by its owner only: other keys could not read its people. */
export const vaultKeys = (data) => ({
  ...secretFile(data.file('vault', 'keys.json'), () => ({ master: key(), hmac: key() })),
  deadLetters: secretFile(data.file('vault', 'dead-letters.json'), () => ({ key: randomBytes(32).toString('base64') }))
    .key,
});
