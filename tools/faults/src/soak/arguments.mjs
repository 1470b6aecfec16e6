import { parseArgs } from 'node:util';

const OPTIONS = {
  minutes: { type: 'string', default: '60' },
  seed: { type: 'string', default: '1' },
  rate: { type: 'string' },
};
const LIMITS = { minutes: [1, 10_080], seed: [0, 2 ** 32 - 1], rate: [1, 100_000] };
const USAGE =
  'npm run soak [-- --minutes 60 --seed 1 --rate R]: half of what goes in at most, or R events a second, and a random fault each minute.';

/** How long, with which chance, how fast; what is not understood is refused in one sentence. */
export function readArguments(argv) {
  let values;
  try {
    ({ values } = parseArgs({ args: argv, options: OPTIONS }));
  } catch (error) {
    return { refusal: `${error.message}\n${USAGE}` };
  }
  const numbers = {};
  for (const [name, text] of Object.entries(values)) {
    const [least, most] = LIMITS[name];
    const number = Number(text);
    if (!Number.isInteger(number) || number < least || number > most) {
      return { refusal: `--${name} takes a whole number from ${least} to ${most}, not "${text}".\n${USAGE}` };
    }
    numbers[name] = number;
  }
  return numbers;
}
