import { loadConfig } from '@analytics/service-kit';
import { SeedConfig } from './config';
import { sendDemo } from './demo';
import { localWriteKey } from './write-key';

const USAGE =
  'usage: seed write-key [name] (keeps the secret in WRITE_KEY where it is still known) | seed demo --url http://127.0.0.1:8091 (reads the key from WRITE_KEY)';

/** Prints what was asked for as JSON on stdout; progress and problems go to stderr. */
export async function seed([verb, ...rest]: readonly string[]): Promise<number> {
  try {
    if (verb === 'write-key') {
      return print({
        writeKey: await localWriteKey(loadConfig(SeedConfig).postgres, rest[0] ?? 'local', process.env['WRITE_KEY']),
      });
    }
    if (verb === 'demo') {
      return print(await sendDemo(rest[1] ?? 'http://127.0.0.1:8091', process.env['WRITE_KEY'] ?? '', new Date()));
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  process.stderr.write(`${USAGE}\n`);
  return 2;
}

function print(answer: object): number {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  return 0;
}
