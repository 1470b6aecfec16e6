import { randomBytes } from 'node:crypto';

const LONGEST = 32;

/**
 * A name no other suite and no other run has, which fits every store: a database, a topic, a key or a bucket. Starts with
 * the suite's own name, so that what a crashed run leaves behind tells whose it is.
 */
export function namespaceName(suite: string, unique = randomBytes(5).toString('hex')): string {
  const readable = suite
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
  if (readable === '') throw new TypeError(`"${suite}" does not name a suite: use letters, like "infra-kafka"`);
  return `${readable.slice(0, LONGEST).replace(/-$/, '')}-${unique}`;
}
