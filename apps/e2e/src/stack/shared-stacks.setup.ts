import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Before the first journey: a folder in which its files find what another one started. */
// Jest takes what such a file exports by default.
// eslint-disable-next-line no-restricted-syntax
export default function setup(): void {
  process.env['JOURNEYS_SHARED_FOLDER'] = mkdtempSync(path.join(tmpdir(), 'analytics-journeys-'));
}
