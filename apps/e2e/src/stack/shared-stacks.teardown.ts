import { Stack } from './stack';

/** After the last journey. */
export default async function teardown(): Promise<void> {
  const folder = process.env['JOURNEYS_SHARED_FOLDER'];
  if (folder !== undefined) await Stack.endShared(folder);
}
