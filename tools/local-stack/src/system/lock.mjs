import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isSame } from './processes.mjs';

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** A lock whose holder is gone is taken over; renaming makes sure that only one of two who see that does it. */
function dropAbandoned(file, unique) {
  const text = readFileSync(file, 'utf8');
  const aside = `${file}.abandoned.${unique}`;
  renameSync(file, aside);
  const taken = readFileSync(aside, 'utf8');
  // Somebody else was faster and the lock moved aside is theirs and alive: give it back.
  if (taken !== text && isSame(readHolder(aside))) linkSync(aside, file);
  rmSync(aside, { force: true });
}

/** The holder of a lock when somebody alive holds it; undefined when nobody does. */
export function lockHolder(file) {
  const holder = readHolder(file);
  return isSame(holder) ? holder : undefined;
}

/** Takes the lock and returns the function that gives it back; undefined when another living process holds it. */
export function tryLock(file) {
  const unique = `${process.pid}.${randomBytes(4).toString('hex')}`;
  const draft = `${file}.${unique}`;
  writeFileSync(draft, JSON.stringify(identify(process.pid)), { mode: 0o600, flag: 'wx' });
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      try {
        linkSync(draft, file);
        return () => rmSync(file, { force: true });
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      if (lockHolder(file) !== undefined) return undefined;
      try {
        dropAbandoned(file, unique);
      } catch (error) {
        if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
      }
    }
    return undefined;
  } finally {
    rmSync(draft, { force: true });
  }
}

export async function waitForLock(file, onWait) {
  for (let asked = false; ; asked = true) {
    const release = tryLock(file);
    if (release !== undefined) return release;
    if (!asked) onWait(lockHolder(file));
    await sleep(250);
  }
}
