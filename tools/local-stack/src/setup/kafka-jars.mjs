import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CACHE, TOOL } from '../system/places.mjs';
import { runProgram } from './run-program.mjs';

const POM = path.join(TOOL, 'kafka', 'pom.xml');

/** Keyed by the pom: a changed pom is a new folder, and a folder that is there is whole. */
function folder() {
  const pom = readFileSync(POM);
  const version = /<kafka\.version>([^<]+)</.exec(pom.toString('utf8'))[1];
  return path.join(CACHE, `kafka-${version}-${createHash('sha256').update(pom).digest('hex').slice(0, 12)}`);
}

export const hasKafkaJars = () => existsSync(folder());

export async function installKafkaJars() {
  const target = folder();
  if (existsSync(target)) return target;
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(`${target}.draft-`);
  const args = ['-B', '-ntp', '-Dstyle.color=never', '-f', POM, 'dependency:copy-dependencies'];
  args.push('-DincludeScope=runtime', `-DoutputDirectory=${draft}`);
  try {
    // Offline first: jars another clone has fetched are in Maven's own cache and cost no network.
    await runProgram('mvn', ['-o', '-q', ...args]).catch(() => runProgram('mvn', args));
    moveInPlace(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

function moveInPlace(draft, target) {
  try {
    renameSync(draft, target);
  } catch (error) {
    // Another start on this machine was faster; both are the same.
    if (!existsSync(target)) throw error;
  }
}

/** In a fixed order: two jars may hold the same class, and the folder's own order differs between machines. */
export function classPath(jars) {
  const names = readdirSync(jars).filter((name) => name.endsWith('.jar'));
  return names
    .sort()
    .map((name) => path.join(jars, name))
    .join(path.delimiter);
}
