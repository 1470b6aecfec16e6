import { Stack } from './stack';

/** After the last journey. */
// Jest takes what such a file exports by default.
// eslint-disable-next-line no-restricted-syntax
export default async function teardown(): Promise<void> {
  const folder = process.env['JOURNEYS_SHARED_FOLDER'];
  if (folder !== undefined) await Stack.endShared(folder);
}
