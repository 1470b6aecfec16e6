import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Work done inside Redis in one step: a `.lua` file, read once, known to the server by its hash. */
export class RedisScript {
  readonly sha: string;

  private constructor(
    readonly name: string,
    readonly text: string,
  ) {
    this.sha = createHash('sha1').update(text).digest('hex');
  }

  static fromFile(file: string): RedisScript {
    return new RedisScript(path.basename(file, '.lua'), readFileSync(file, 'utf8'));
  }

  /** A script of this library; they lie outside of `src`, because the compiler copies nothing but its own output. */
  static own(name: string): RedisScript {
    return RedisScript.fromFile(path.join(__dirname, '..', '..', 'scripts', `${name}.lua`));
  }
}
