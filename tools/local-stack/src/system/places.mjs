import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** tools/local-stack */
export const TOOL = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** The workspace. */
export const ROOT = path.resolve(TOOL, '../..');
/** What is downloaded or built once for all clones of one user: Kafka's jars, Go, the S3 server. */
export const CACHE = path.resolve(
  process.env.ANALYTICS_STACK_CACHE ?? path.join(os.homedir(), '.cache', 'analytics-local-stack'),
);
