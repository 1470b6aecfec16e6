// `npm run new -- feature apps/query-api funnels [funnel]`: a feature folder in the style of the house.
import { makeFeature } from './feature/make-feature.mjs';
import { Refusal } from './feature/refusal.mjs';
import { ROOT } from './run/workspace.mjs';

const USAGE = 'Usage: npm run new -- feature apps/<app> <plural> [<singular>]';

async function main([kind, folder, name, singular]) {
  if (kind !== 'feature') throw new Refusal(`Only features can be made. ${USAGE}`);
  if (folder === undefined || name === undefined) throw new Refusal(`The app or the name is missing. ${USAGE}`);
  const { files, toAdd } = await makeFeature({ root: ROOT, folder, name, singular });
  process.stdout.write(`${files.map((file) => `  ${file}`).join('\n')}\n\nLeft to you, in the app's module:\n`);
  process.stdout.write(
    `${toAdd.map((line) => `  ${line}`).join('\n')}\n\nThen: npm run check && npm test -- ${name}\n`,
  );
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
