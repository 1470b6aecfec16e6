import { parseArgs } from 'node:util';
import { Api, connectionOf } from './api.mjs';
import { COMMANDS } from './commands.mjs';
import { EXIT, Stop } from './exit-codes.mjs';

const usage = () => {
  const lines = Object.entries(COMMANDS).map(([name, { words = [], takes }]) => {
    const options = Object.entries(takes).map(([option, { type }]) => `[--${option}${type === 'string' ? ' …' : ''}]`);
    return `  ${[name, ...words.map((word) => `<${word}>`), ...options].join(' ')}`;
  });
  return [
    'analytics-admin <command> [--json]',
    ...lines,
    '',
    'ANALYTICS_ADMIN_URL and ANALYTICS_ADMIN_TOKEN say where the service is and who asks; without them the local stack is asked.',
    'Exit codes: 0 done, 1 the answer is no, 2 wrong command line, 3 refused, 4 the service does not answer.',
  ].join('\n');
};

/** Runs one command line; gives the exit code. */
export async function run(args, { env, cwd, stdout, stderr }) {
  try {
    if (args.length === 0 || args.includes('--help')) {
      stdout.write(`${usage()}\n`);
      return args.length === 0 ? EXIT.usage : EXIT.done;
    }
    const { command, options, words, isJson } = commandIn(args);
    const { body, human, exitCode = EXIT.done } = await command.does(new Api(connectionOf(env, cwd())), options, words);
    stdout.write(`${isJson ? JSON.stringify(body) : human}\n`);
    return exitCode;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}

function commandIn(args) {
  const length = [2, 1].find((count) => Object.hasOwn(COMMANDS, args.slice(0, count).join(' ')));
  if (length === undefined) throw new Stop(EXIT.usage, `there is no such command\n\n${usage()}`);
  const command = COMMANDS[args.slice(0, length).join(' ')];
  const { words = [], takes } = command;
  const parsed = parsedArgs(args.slice(length), { ...takes, json: { type: 'boolean' } });
  if (parsed.positionals.length !== words.length) {
    throw new Stop(
      EXIT.usage,
      `${args.slice(0, length).join(' ')} takes ${words.map((word) => `<${word}>`).join(' ') || 'no words'}`,
    );
  }
  const { json, ...options } = parsed.values;
  return { command, options, words: parsed.positionals, isJson: json === true };
}

function parsedArgs(args, options) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new Stop(EXIT.usage, error.message);
  }
}
