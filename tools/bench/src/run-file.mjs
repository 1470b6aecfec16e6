// Measures the rows of one file in this process, and hands each result to the parent as soon as it is there.
import { pathToFileURL } from 'node:url';
import { interleaved, median } from './interleaved.mjs';
import { server } from './server.mjs';

const [file, ...ids] = process.argv.slice(2);
const { rows } = await import(pathToFileURL(file).href);
const servers = [];
const harness = {
  interleaved,
  median,
  async server(script) {
    const started = await server(script);
    servers.push(started);
    return started;
  },
};
for (const { id, measure } of rows) {
  if (ids.length > 0 && !ids.includes(id)) continue;
  try {
    process.send({ id, ...(await measure(harness)) });
  } catch (error) {
    process.send({ id, failed: error?.stack ?? String(error) });
  } finally {
    for (const each of servers.splice(0)) each.stop();
  }
}
process.disconnect();
