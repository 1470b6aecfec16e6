// Spark for the bench: nothing else of this repository needs it, so it is installed only when its row is asked for.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FOLDER = path.resolve(import.meta.dirname, '../../../.local/spark');

/** The interpreter that has pyspark, and the folder with the jars it reads Kafka with. */
export async function installedSpark() {
  mkdirSync(FOLDER, { recursive: true });
  const [venv, jars] = [path.join(FOLDER, 'python'), path.join(FOLDER, 'jars')];
  const python = path.join(venv, 'bin/python');
  if (!existsSync(python)) await run('python3', ['-m', 'venv', venv]);
  const requirements = path.join(import.meta.dirname, 'requirements.txt');
  await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
  if (!existsSync(jars)) await copyJars(jars);
  return { python, jars };
}

/** Whole or not at all. */
async function copyJars(target) {
  const draft = mkdtempSync(`${target}-draft-`);
  const pom = path.join(import.meta.dirname, 'pom.xml');
  const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${draft}`];
  try {
    await run('mvn', ['-B', '-q', '-ntp', '-f', pom, ...copy]);
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
