// `npm run load`: sends events of a store to a running stack and proves that each is stored exactly once.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fillRun } from './filling/fill-run.mjs';
import { judged } from './oracle/settling.mjs';
import { BadArguments, readArguments, RESULTS, USAGE } from './run/arguments.mjs';
import { resultOf, sendingRun, storesOf, withVerdict } from './run/sending-run.mjs';
import { NoStack, readStack } from './stack/stack-state.mjs';

/** The first Ctrl-C ends the sending, the second one everything. */
function interrupted(end) {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      if (asked) process.exit(130);
      asked = true;
      end();
    });
  }
}

function machine() {
  const [{ model = 'unknown' } = {}] = os.cpus();
  return {
    node: process.versions.node,
    cores: os.cpus().length,
    cpu: model.trim(),
    memory_gb: Math.round(os.totalmem() / 2 ** 30),
  };
}

/** Of what a result is. */
function commitNow() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return undefined;
  }
}

function keep(result) {
  mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, `load-${new Date().toISOString().slice(0, 23).replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`);
  return file;
}

async function verified({ verify, dataDir }, out) {
  const { expected, ...earlier } = JSON.parse(readFileSync(verify, 'utf8'));
  const checks = await judged(expected, storesOf(readStack(dataDir), expected.source), { withinMs: 0 });
  return withVerdict({ ...earlier, kind: 'load', verified: verify, expected }, checks, out);
}

async function done(options, out) {
  if (options.verify !== undefined) return verified(options, out);
  if (options.via === 'warehouse') return fillRun(options, out, interrupted);
  return resultOf(await sendingRun(options, out, interrupted), out);
}

async function load(argv) {
  const options = readArguments(argv);
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const out = options.json ? process.stderr : process.stdout;
  const result = await done(options, out);
  const whole = { ...result, machine: machine(), commit: commitNow() };
  const file = options.file ? keep(whole) : undefined;
  if (file !== undefined) out.write(`\nWritten: ${file}\n`);
  if (options.json) process.stdout.write(`${JSON.stringify({ ...whole, file })}\n`);
  return result.verdict === 'not exact' ? 1 : 0;
}

load(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    const known = error instanceof BadArguments || error instanceof NoStack;
    process.stderr.write(`${known ? error.message : error.stack}\n`);
    process.exit(2);
  },
);
