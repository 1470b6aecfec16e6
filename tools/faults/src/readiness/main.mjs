// `npm run readiness`: docs/readiness.md from the results of the verbs, as they lie there.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { RESULTS, ROOT } from '../places.mjs';
import { productFilesSince } from '../runner/results.mjs';
import { readinessPage } from './page.mjs';
import { readResults } from './read-results.mjs';

const prettier = createRequire(import.meta.url)('prettier');

const file = path.join(ROOT, 'docs/readiness.md');
const options = await prettier.resolveConfig(file);
writeFileSync(
  file,
  await prettier.format(readinessPage(readResults(RESULTS), productFilesSince), { ...options, parser: 'markdown' }),
);
process.stdout.write(`Written: ${path.relative(ROOT, file)}\n`);
