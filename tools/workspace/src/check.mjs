// `npm run check`: formatting, lint with boundaries, types, build, the picture of who imports whom, generated files.
// Every step runs even when one before it failed, so that one look shows everything.
import path from 'node:path';
import { runNode, stopChildren } from './run/child.mjs';
import { ensurePackages } from './run/packages.mjs';
import { at, TOOLS } from './run/workspace.mjs';

const PRETTIER = [
  '--check',
  '.',
  '--log-level=warn',
  '--cache',
  '--cache-location',
  at('node_modules/.cache/prettier-check'),
];
const NX = ['run-many', '-t', 'lint', 'typecheck', 'build', '--parallel=2', '--outputStyle=static', '--nxBail=false'];

const STEPS = [
  { name: 'formatting', run: () => runNode(TOOLS.prettier, PRETTIER), advice: '`npm run format` mends it' },
  {
    name: 'lint, types, build',
    run: () => runNode(TOOLS.nx, NX, { limitMs: 900_000 }),
    advice: 'the messages above name file and rule; `npx nx run <project>:lint` repeats one of them',
  },
  {
    name: 'who imports whom',
    run: () => runNode(path.join(import.meta.dirname, 'graph.mjs'), []),
    advice: 'take the edge out, or move what both need into a lib that both may import',
  },
  {
    name: 'generated files',
    run: () => runNode(path.join(import.meta.dirname, 'generate.mjs'), ['--check']),
    advice: '`npm run generate` and commit the result',
  },
];

const write = (text) => process.stdout.write(text);
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

process.on('SIGINT', () => {
  stopChildren();
  process.exit(130);
});

if (!(await ensurePackages(write))) {
  write('npm could not install the packages: its message above says why.\n');
  process.exit(1);
}
const failed = [];
for (const step of STEPS) {
  const started = Date.now();
  const { code, output } = await step.run();
  write(`${code === 0 ? 'ok  ' : 'FAIL'}  ${step.name}  (${seconds(started)})\n`);
  if (code === 0) continue;
  failed.push(step);
  write(`\n${output.trim()}\n\n`);
}
for (const { name, advice } of failed) write(`FAIL  ${name}: ${advice}.\n`);
write(failed.length === 0 ? 'check: all good\n' : `check: ${failed.length} of ${STEPS.length} failed\n`);
process.exit(failed.length === 0 ? 0 : 1);
