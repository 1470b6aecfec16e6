import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Beside `src` and `dist` alike: the compiler does not copy `.lua`. */
const FOLDER = path.join(__dirname, '..', 'scripts');

/** A script of the folder `scripts`, run by its hash. */
export interface RedisScript {
  readonly name: string;
  readonly text: string;
}

export const redisScript = (name: string): RedisScript => ({
  name,
  text: readFileSync(path.join(FOLDER, `${name}.lua`), 'utf8'),
});
