import { parseArgs } from 'node:util';

const OPTIONS = {
  group: { type: 'string' },
  seed: { type: 'string', default: '1' },
  events: { type: 'string', default: '2000' },
  smoke: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  mutants: { type: 'boolean', default: false },
};
const USAGE =
  'npm run faults -- F17 F20 … | --group <group> | --smoke | --all | --list | --mutants   [--seed N] [--events N]';

/** Which rows were asked for; what is not understood is refused in one sentence. */
export function readArguments(argv, { rows, groups }) {
  let parsed;
  try {
    parsed = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return { refusal: `${error.message}\n${USAGE}` };
  }
  const { values, positionals } = parsed;
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) return { refusal: `--seed takes a whole number.\n${USAGE}` };
  const events = Number(values.events);
  if (!Number.isSafeInteger(events) || events < 100) return { refusal: `--events takes 100 or more.\n${USAGE}` };
  const unknown = positionals.filter((id) => !rows.some((row) => row.id === id));
  if (unknown.length > 0) return { refusal: `There is no row ${unknown.join(', ')}: --list shows them.` };
  if (values.group !== undefined && !groups.includes(values.group)) {
    return { refusal: `There is no group ${values.group}: ${groups.join(', ')}.` };
  }
  const chosen = rows.filter(
    ({ id, group, smoke }) =>
      values.all || positionals.includes(id) || group === values.group || (values.smoke && smoke === true),
  );
  if (chosen.length === 0 && !values.list && !values.mutants) return { refusal: USAGE };
  return { rows: chosen, seed, events, list: values.list, mutants: values.mutants };
}
