import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { RESULTS, ROOT } from '../places.mjs';
import { Product } from '../product/product.mjs';
import { specStores } from '../product/spec-stores.mjs';
import { ROWS } from '../rows/catalogue.mjs';
import { soak } from '../soak/soak.mjs';
import { productRow } from './product-row.mjs';
import { SpecRows } from './spec-row.mjs';

const run = promisify(execFile);
/** What is wrong with one row's events alone; anything else a red row leaves behind would make the next one red too. */
const HARMLESS = /^I(?:1|3|4|5|6|7|10|11|12):/;
const NX = path.join(ROOT, 'node_modules/nx/dist/bin/nx.js');

/** Each row with its verdict: `green`, `red`, or `not run` with the reason, which is not green either. */
export async function runRows(rows, { seed, events, say, onResult = () => undefined }) {
  const results = new Map();
  const note = (row, outcome) => {
    const { id, group, title, scaled } = row;
    const result = { id, group, title, ...(scaled ? { scaled } : {}), seed, ...outcome };
    results.set(id, result);
    tell(result, say);
    onResult(result);
  };
  for (const row of rows) {
    const missing = row.missing ?? needsRoot(row);
    if (missing !== undefined) note(row, { verdict: 'not run', found: [missing], notes: [] });
  }
  const left = rows.filter(({ id }) => !results.has(id));
  await onSpecs(
    left.filter(({ specs }) => specs),
    note,
    say,
  );
  await onProducts(
    left.filter(({ inject }) => inject),
    { note, seed, events, say },
  );
  for (const row of left.filter(({ soakMinutes }) => soakMinutes)) {
    note(row, await judged(() => soaked(row, { seed, say })));
  }
  return rows.map(({ id }) => results.get(id));
}

const needsRoot = ({ mounts }) =>
  mounts !== undefined && process.getuid() !== 0 ? 'a small disk can only be mounted as root' : undefined;

function tell({ id, verdict, title, notes, found }, say) {
  say(`${id} ${verdict}: ${title}`);
  for (const line of notes) say(`  ${line}`);
  for (const line of found) say(`  ! ${line}`);
}

async function onSpecs(rows, note, say) {
  if (rows.length === 0) return;
  const stack = await specStores();
  try {
    const specs = new SpecRows(rows, { stack, say });
    for (const row of rows) note(row, await judged(() => specs.outcomeOf(row)));
  } finally {
    await stack.stop();
  }
}

async function onProducts(rows, { note, seed, events, say }) {
  if (rows.length === 0) return;
  if (!existsSync(path.join(ROOT, 'tools/fault-proxy/dist/main.js'))) {
    await run(process.execPath, [NX, 'run', 'tool-fault-proxy:build'], { cwd: ROOT });
  }
  let product;
  try {
    for (const row of rows) {
      const own = row.settings !== undefined || row.mounts !== undefined;
      if (own) await product?.stop();
      if (own) product = undefined;
      say(`${row.id}: ${row.title} …`);
      const outcome = await judged(async () => {
        product ??= await started(row);
        return productRow(row, { product, seed, events });
      });
      note(row, outcome);
      const spoiled = outcome.verdict !== 'green' && outcome.found.some((text) => !HARMLESS.test(text));
      if (outcome.verdict !== 'green') product?.keepLogs(path.join(RESULTS, 'faults', `${row.id}-logs`));
      if (own || spoiled) {
        await product?.stop();
        product = undefined;
      }
    }
  } finally {
    await product?.stop();
  }
}

function soaked({ soakMinutes: minutes }, { seed, say }) {
  return soak({ rows: ROWS, minutes, seed, say, signal: new AbortController().signal });
}

/** The product has to stand before a row begins: that it came up at the second try says nothing about the row. */
const started = (row) => Product.start(row).catch(() => Product.start(row));

async function judged(work) {
  try {
    return await work();
  } catch (error) {
    return { verdict: 'red', found: [`the row ended: ${error.stack}`], notes: [] };
  }
}
