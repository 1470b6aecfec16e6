import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../../../../../..');
const VENV = path.join(ROOT, '.local', 'python', 'cloudevents-1.12.1');
const PYTHON = path.join(VENV, 'bin', 'python');
const MARK = path.join(VENV, 'complete');

/** Not waited for in one piece: the service the program talks to lives in this process. */
async function run(program: string, args: readonly string[], input = ''): Promise<string> {
  const child = spawn(program, args, { timeout: 120_000 });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`${program} ${args[0]} ended with ${status}: ${errors.slice(-2_000)}`);
  return output;
}

/** Why the client cannot be made here; undefined where it can. */
export function withoutPython(): string | undefined {
  const { status } = spawnSync('python3', ['-c', 'import venv, ensurepip'], { stdio: 'ignore' });
  return status === 0 ? undefined : 'python3 with venv is not on this machine';
}

/** The SDK from PyPI in a folder of the workspace, made once. */
export async function preparePython(): Promise<void> {
  if (existsSync(MARK)) return;
  mkdirSync(path.dirname(VENV), { recursive: true });
  await run('python3', ['-m', 'venv', '--clear', VENV]);
  const requirements = path.join(__dirname, 'requirements.txt');
  await run(PYTHON, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--require-hashes',
    '-r',
    requirements,
  ]);
  writeFileSync(MARK, '');
}

export interface PythonAnswer {
  readonly status: number;
  readonly body: { readonly data: { readonly accepted: number; readonly rejected: number } };
}

export async function sendFromPython(asked: object): Promise<Record<string, PythonAnswer>> {
  return JSON.parse(await run(PYTHON, [path.join(__dirname, 'send-events.py')], JSON.stringify(asked))) as never;
}
