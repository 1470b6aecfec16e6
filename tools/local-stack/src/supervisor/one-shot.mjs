import { existsSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../setup/run-program.mjs';
import { plainEnvironment } from '../system/launch.mjs';
import { ROOT } from '../system/places.mjs';
import { OWNER_VARIABLE } from '../system/processes.mjs';
import { Refusal } from '../system/refusal.mjs';

/** Runs one of the workspace's own tools to its end, with the environment it needs and nothing else. */
export async function runTool(tool, args, { env, owner, logFile, onText }) {
  const main = path.join(ROOT, 'tools', tool, 'dist/main.js');
  if (!existsSync(main)) throw new Refusal(`tools/${tool} is not built: run \`npx nx run-many -t build\`.`);
  return runProgram(process.execPath, ['--enable-source-maps', main, ...args], {
    cwd: ROOT,
    env: plainEnvironment({ ...env, [OWNER_VARIABLE]: owner }),
    logFile,
    onText,
  });
}
