#!/usr/bin/env node
import { nodeTooOld } from './system/node-version.mjs';

async function run([name, ...rest]) {
  const { COMMANDS } = await import('./commands/catalogue.mjs');
  const { readArguments } = await import('./commands/arguments.mjs');
  const { Refusal } = await import('./system/refusal.mjs');
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return help(Object.values(COMMANDS));
  const command = Object.hasOwn(COMMANDS, name) ? { name, ...COMMANDS[name] } : undefined;
  if (command === undefined) {
    throw new Refusal(`There is no command "${name}": see \`node tools/local-stack/src/cli.mjs --help\`.`);
  }
  const given = readArguments(command, rest);
  if (given.values.help) return help([command]);
  return (await command.load())(given);
}

function help(commands) {
  const lines = commands.map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  process.stdout.write(
    `The local stack: every store and service of the platform on this machine.\n\n${lines.join('\n')}\n`,
  );
  return 0;
}

async function report(error) {
  const { asRefusal, Refusal } = await import('./system/refusal.mjs');
  const reason = asRefusal(error);
  if (reason instanceof Refusal) {
    if (reason.tail) process.stderr.write(`\n${reason.tail}\n`);
    process.stderr.write(`\n${reason.message}\n`);
  } else {
    process.stderr.write(`${error?.stack ?? error}\n`);
  }
  process.exit(1);
}

const tooOld = nodeTooOld(process.versions.node);
if (tooOld) {
  process.stderr.write(`${tooOld}\n`);
  process.exit(1);
}
run(process.argv.slice(2)).then((code) => process.exit(code ?? 0), report);
