import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { waitForLock } from '../system/lock.mjs';
import { CACHE, ROOT } from '../system/places.mjs';

/** One set-up of this workspace at a time, whichever verb began it: two installations at once destroy each other. */
export async function withSetupLock(work, say) {
  mkdirSync(CACHE, { recursive: true });
  const release = await waitForLock(lockFile(), ({ pid } = {}) => {
    say(`Another process is setting up this workspace (pid ${pid}): waiting for it.`);
  });
  try {
    return await work();
  } finally {
    release();
  }
}

const lockFile = () => path.join(CACHE, `setup-${createHash('sha256').update(ROOT).digest('hex').slice(0, 12)}.lock`);
