import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CACHE, TOOL } from '../system/places.mjs';
import { installGo } from './go.mjs';
import { runProgram } from './run-program.mjs';

const SOURCE = path.join(TOOL, 's3-server');

function binary() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const file of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(path.join(SOURCE, file)));
  return path.join(CACHE, `s3-server-${hash.digest('hex').slice(0, 16)}`);
}

export const hasS3Server = () => existsSync(binary());

export async function buildS3Server() {
  const target = binary();
  if (existsSync(target)) return target;
  mkdirSync(CACHE, { recursive: true });
  const go = await installGo();
  const draft = `${target}.draft-${process.pid}`;
  const args = ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', draft, '.'];
  try {
    await runProgram(go, args, { cwd: SOURCE, env: { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local' } });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
  return target;
}
