import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../system/refusal.mjs';
import { installedGo } from './go.mjs';
import { hasKafkaJars } from './kafka-jars.mjs';
import { runProgram } from './run-program.mjs';
import { hasS3Server } from './s3-server.mjs';

const OLDEST_JAVA = 17;
const CHROMIUM = '/usr/bin/chromium';
const POLICY = '/usr/sbin/policy-rc.d';

const runs = (file, args) => spawnSync(file, args, { encoding: 'utf8' }).status === 0;

export function javaVersion(text) {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  if (first === undefined) return undefined;
  return Number(first === '1' ? second : first);
}

function hasJava() {
  const java = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const answer = spawnSync(java, ['-version'], { encoding: 'utf8' });
  return answer.status === 0 && (javaVersion(answer.stderr + answer.stdout) ?? 0) >= OLDEST_JAVA;
}

const thisMachine = {
  hasRedis: () => runs('redis-server', ['--version']),
  hasJava,
  hasMaven: () => hasKafkaJars() || runs('mvn', ['-v']),
  hasChromium: () => existsSync(CHROMIUM),
  hasGo: () => hasS3Server() || installedGo() !== undefined || runs('python3', ['-m', 'pip', '--version']),
};

const NEEDS = [
  { store: 'redis', has: 'hasRedis', words: 'Redis (redis-server)', debian: ['redis-server'] },
  {
    store: 'kafka',
    has: 'hasJava',
    words: `Java ${OLDEST_JAVA} or newer`,
    debian: ['openjdk-17-jre-headless', 'openjdk-21-jre-headless', 'openjdk-25-jre-headless'],
  },
  { store: 'kafka', has: 'hasMaven', words: 'Maven', debian: ['maven'] },
  { store: 's3', has: 'hasGo', words: 'Go 1.25 or newer, or Python with pip', debian: ['python3-pip'] },
  { store: 'browser', has: 'hasChromium', words: `Chromium (${CHROMIUM})`, debian: ['chromium'] },
];

/** What this machine lacks for some stores or for tests in a browser, in words and as Debian's packages (the first one that exists is taken). */
export function missingOn(stores, { machine = thisMachine } = {}) {
  return NEEDS.filter(({ store, has }) => stores.includes(store) && !machine[has]());
}

const isDebianRoot = () =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && runs('apt-get', ['--version']);

export function requireInstallable(missing, mayInstall = isDebianRoot) {
  if (missing.length === 0 || mayInstall()) return;
  const words = missing.map((need) => need.words).join(', ');
  throw new Refusal(
    `This machine lacks ${words}, and only root on Debian or Ubuntu can have it installed from here: install it, or run \`docker compose up\` instead.`,
  );
}

export async function installSystemPackages(missing, logFile) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runProgram('apt-get', ['update', '-q'], { env, logFile });
  const names = missing.map(({ debian }) => debian.find((name) => runs('apt-cache', ['show', name])) ?? debian[0]);
  await withoutStartingServices(() =>
    runProgram('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], { env, logFile }),
  );
}

/** Debian starts a daemon as soon as it is installed; the stack wants the program, not a second Redis on 6379. */
async function withoutStartingServices(install) {
  if (existsSync(POLICY)) return install();
  writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' });
  try {
    return await install();
  } finally {
    rmSync(POLICY, { force: true });
  }
}
