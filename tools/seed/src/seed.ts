import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { loadConfig } from '@analytics/service-kit';
import { SeedConfig } from './config';
import { sendDemo } from './demo';
import type { Plan } from './plan/plan';
import { StoreDoor } from './sending/store-door';
import { storiesOf } from './story/stories';
import { trickle } from './trickle/trickle';
import { localWriteKey } from './write-key';

const USAGE =
  'usage: seed write-key [name] (keeps the secret in WRITE_KEY where it is still known) | ' +
  'seed demo --url U --until T --developer D [--users N] [--seed N] [--staff a,b] [--metrics-url U …] [--answers F] | ' +
  'seed events --until T --developer D … (the same as lines of JSON) | seed trickle --url U --until T … (demo and trickle read the key from WRITE_KEY)';
const text = { type: 'string' } as const;
const FLAGS = {
  ...{ url: text, until: text, developer: text, users: text, seed: text, staff: text, answers: text },
  'metrics-url': { type: 'string', multiple: true },
} as const;

/** Prints what was asked for as JSON on stdout; progress and problems go to stderr. */
export async function seed([verb, ...rest]: readonly string[]): Promise<number> {
  try {
    if (verb === 'write-key') {
      return print({
        writeKey: await localWriteKey(loadConfig(SeedConfig).postgres, rest[0] ?? 'local', process.env['WRITE_KEY']),
      });
    }
    if (verb === 'demo') return print(await demo(rest));
    if (verb === 'events') return await printEvents(rest);
    if (verb === 'trickle') return await live(rest);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  process.stderr.write(`${USAGE}\n`);
  return 2;
}

/** The store as lines of JSON, each event with why it is refused where it is: for looking at it, and for comparing. */
async function printEvents(words: readonly string[]): Promise<number> {
  for (const story of storiesOf(planOf(parseArgs({ args: [...words], options: FLAGS }).values))) {
    const lines = story.map(({ envelope, fault }) => `${JSON.stringify({ event: envelope, fault })}\n`);
    // Whoever reads may be slower than this is: a pipe that is full is waited for.
    if (!process.stdout.write(lines.join(''))) await once(process.stdout, 'drain');
  }
  return 0;
}

function demo(words: readonly string[]): Promise<object> {
  const { values } = parseArgs({ args: [...words], options: FLAGS });
  const answersFile = values.answers === undefined ? {} : { answersFile: values.answers };
  const target = {
    url: values.url!,
    writeKey: process.env['WRITE_KEY'] ?? '',
    metricsUrls: values['metrics-url'] ?? [],
    ...answersFile,
  };
  return sendDemo(planOf(values), target, new Date(), (line) => process.stderr.write(`${line}\n`));
}

async function live(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: FLAGS });
  const ended = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT']) process.once(name, () => ended.abort());
  await trickle(planOf(values), new StoreDoor(values.url!, process.env['WRITE_KEY'] ?? ''), ended.signal);
  return 0;
}

const planOf = (values: Readonly<Record<string, unknown>>): Plan => ({
  seed: Number(values['seed'] ?? 1),
  until: new Date(values['until'] as string),
  users: Number(values['users'] ?? 20_400),
  developerId: values['developer'] as string,
  staff: typeof values['staff'] === 'string' ? values['staff'].split(',') : [],
});

function print(answer: object): number {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  return 0;
}
