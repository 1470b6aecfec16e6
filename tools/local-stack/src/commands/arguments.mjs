import { parseArgs } from 'node:util';
import { Refusal } from '../system/refusal.mjs';

const HIGHEST_OFFSET = 50_000;

function wholeNumber(flag, text, highest) {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > highest) {
    throw new Refusal(`--${flag} takes a whole number from 0 to ${highest}, not "${text}".`);
  }
  return number;
}

const READERS = {
  'port-offset': (text) => (text === 'auto' ? 'auto' : wholeNumber('port-offset', text, HIGHEST_OFFSET)),
  port: (text) => wholeNumber('port', text, 65_535),
};

/** Flags and words of one command; what it does not know is refused rather than ignored. */
export function readArguments(command, argv) {
  let parsed;
  try {
    parsed = parseArgs({
      args: argv,
      options: { ...command.flags, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new Refusal(`${error.message.split('. ')[0].replace(/\.$/, '')}: see \`npm run ${command.name} -- --help\`.`);
  }
  const values = { ...parsed.values };
  for (const [flag, read] of Object.entries(READERS)) {
    if (typeof values[flag] === 'string') values[flag] = read(values[flag]);
  }
  const allowed = command.words ?? 0;
  if (parsed.positionals.length > allowed) {
    throw new Refusal(
      `"${parsed.positionals[allowed]}" is not understood here: see \`npm run ${command.name} -- --help\`.`,
    );
  }
  return { values, positionals: parsed.positionals };
}
