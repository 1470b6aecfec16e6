import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

export class BadArguments extends Error {}

const ROOT = path.resolve(import.meta.dirname, '../../../..');
export const RESULTS = path.join(ROOT, '.local/results');
const MOST_EVENTS = 100_000_000;

export const USAGE = `npm run load -- [flags]: sends events of a store to a running stack and proves that each is stored exactly once.

  --events N          how many events (10 000)
  --rate R            events a second; without it as fast as they are taken
  --ramp A:B          from A to B events a second over the run
  --via http|kafka|warehouse
                      to the collect API (default), to the topics of the platform's services, or straight into the tables of the
                      warehouse: the last one is for measuring queries only and proves nothing
  --seed S            the same seed is the same events (1)
  --duplicates 0.05 --invalid 0.02 --late 0.02
                      shares that are sent again, are wrong, or are days old
  --batch N           events in a request (500)
  --workers N         threads that send (1 for each two cores)
  --days N            days that --via warehouse fills (56)
  --data-dir D        of the stack (.local)
  --no-oracle         only send: nothing is proved
  --verify FILE       sends nothing, asks the stores again about an earlier run by its result file
  --no-file           no result is written under .local/results
  --json              the result as JSON on the standard output, progress on the other
`;

const FLAGS = {
  events: { type: 'string', default: '10000' },
  rate: { type: 'string' },
  ramp: { type: 'string' },
  via: { type: 'string', default: 'http' },
  seed: { type: 'string', default: '1' },
  duplicates: { type: 'string', default: '0.05' },
  invalid: { type: 'string', default: '0.02' },
  late: { type: 'string', default: '0.02' },
  batch: { type: 'string', default: '500' },
  workers: { type: 'string' },
  days: { type: 'string', default: '56' },
  'data-dir': { type: 'string', default: path.join(ROOT, '.local') },
  'no-oracle': { type: 'boolean', default: false },
  verify: { type: 'string' },
  'no-file': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

function whole(name, text, least, most) {
  const number = Number(text.replaceAll('_', ''));
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new BadArguments(`--${name} takes a whole number from ${least} to ${most}, not "${text}".`);
  }
  return number;
}

function share(name, text) {
  const number = Number(text);
  if (!(number >= 0 && number <= 0.5)) throw new BadArguments(`--${name} takes a share from 0 to 0.5, not "${text}".`);
  return number;
}

function rampOf(text) {
  const [from, to, ...rest] = text.split(':');
  if (to === undefined || rest.length > 0) {
    throw new BadArguments(`--ramp takes two rates, as in 500:5000, not "${text}".`);
  }
  return { from: whole('ramp', from, 1, 1_000_000), to: whole('ramp', to, 1, 1_000_000) };
}

export function readArguments(argv) {
  let values;
  try {
    ({ values } = parseArgs({ args: argv, options: FLAGS }));
  } catch (error) {
    throw new BadArguments(`${error.message.split('. ')[0]}.`);
  }
  if (!['http', 'kafka', 'warehouse'].includes(values.via)) {
    throw new BadArguments(`--via takes http, kafka or warehouse, not "${values.via}".`);
  }
  if (values.rate !== undefined && values.ramp !== undefined) throw new BadArguments('Either --rate or --ramp.');
  const half = Math.max(1, Math.floor(os.availableParallelism() / 2));
  return {
    events: whole('events', values.events, 1, MOST_EVENTS),
    ...(values.rate !== undefined && { rate: whole('rate', values.rate, 1, 1_000_000) }),
    ...(values.ramp !== undefined && { ramp: rampOf(values.ramp) }),
    via: values.via,
    seed: whole('seed', values.seed, 0, 2 ** 32 - 1),
    duplicates: share('duplicates', values.duplicates),
    invalid: share('invalid', values.invalid),
    late: share('late', values.late),
    block: whole('batch', values.batch, 1, 1_000),
    workers: values.workers === undefined ? half : whole('workers', values.workers, 1, 8),
    days: whole('days', values.days, 1, 366),
    dataDir: path.resolve(values['data-dir']),
    oracle: !values['no-oracle'],
    verify: values.verify,
    file: !values['no-file'],
    json: values.json,
    help: values.help,
  };
}
