import 'reflect-metadata';
import { rotateVaultKeys } from './identity/rotation/vault-rotation';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

void rotateVaultKeys(process.argv.slice(2), say).then((code) => process.exit(code));
