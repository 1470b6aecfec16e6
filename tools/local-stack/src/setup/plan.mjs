import { requireFreeSpace } from '../system/data-directory.mjs';
import { CACHE, ROOT } from '../system/places.mjs';
import { hasKafkaJars, installKafkaJars } from './kafka-jars.mjs';
import { installPackages, packagesAreInstalled } from './npm-packages.mjs';
import { endRunningPrograms } from './run-program.mjs';
import { runSteps } from './run-steps.mjs';
import { buildS3Server, hasS3Server } from './s3-server.mjs';
import { withSetupLock } from './setup-lock.mjs';
import { installSystemPackages, missingOn, requireInstallable } from './system-packages.mjs';
import { buildProject, buildWorkspace, isBuilt } from './workspace-build.mjs';

/** Packages 1.5 GB, Go and its caches 1 GB, what is built from them. */
const FIRST_TIME_MB = 3_000;

/** Everything that has to be on this machine before what was asked for can start, each part done only when it is missing. */
export function setupPlan(data, { stores, storesOnly }) {
  const missing = missingOn(stores);
  requireInstallable(missing);
  return { missing, steps: stepsFor({ data, missing, stores, storesOnly }) };
}

export function setUp({ steps }, progress) {
  return withSetupLock(
    () => {
      requireSpaceFor(steps);
      return runSteps(steps, progress);
    },
    (text) => progress.say(text),
  );
}

function requireSpaceFor(steps) {
  const places = steps.filter(({ place, isDone }) => place !== undefined && !isDone()).map(({ place }) => place);
  for (const place of places) requireFreeSpace(place, FIRST_TIME_MB);
}

function stepsFor({ data, missing, stores, storesOnly }) {
  const log = (name) => data.file('logs', `setup-${name}.log`);
  const has = (name) => stores.includes(name);
  const steps = [
    has('kafka') && { title: 'Kafka (jars)', place: CACHE, isDone: hasKafkaJars, run: installKafkaJars },
    has('s3') && { title: 'S3 server (Go build)', place: CACHE, isDone: hasS3Server, run: buildS3Server },
    (has('postgres') || has('clickhouse')) && {
      title: 'npm packages',
      place: ROOT,
      after: [],
      isDone: packagesAreInstalled,
      run: () => installPackages(log('npm')),
    },
    (has('clickhouse') || !storesOnly) && buildStep(storesOnly, log('build')),
    missing.length > 0 && {
      title: 'system packages',
      after: [],
      run: () => installSystemPackages(missing, log('apt')),
    },
  ].filter(Boolean);
  return steps.map((step) => ({ after: ['system packages'], onFailure: endRunningPrograms, ...step }));
}

/** The ClickHouse front is the one store that is code of this workspace. */
function buildStep(storesOnly, logFile) {
  if (storesOnly) {
    return {
      title: 'ClickHouse front (build)',
      after: ['npm packages'],
      run: () => buildProject('tool-clickhouse-front', logFile),
    };
  }
  return {
    title: 'build of all projects',
    after: ['npm packages'],
    isDone: isBuilt,
    run: () => buildWorkspace(logFile),
  };
}
