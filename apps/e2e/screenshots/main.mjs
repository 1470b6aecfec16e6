// `npm run screenshots [-- --data-dir D --only /live]`: every page of a console that runs, in both languages, both themes, wide and
// narrow, as pictures in `.local/results/screenshots`, to be looked at one by one.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { doDeeds } from './deeds.mjs';
import { LOOKS, NOBODY, PAGES } from './pages.mjs';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const CLI = path.join(ROOT, 'tools/local-stack/src/cli.mjs');
const PATIENCE_MS = 60_000;

const { values: flags } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: '.local' },
    only: { type: 'string' },
    to: { type: 'string', default: path.join(ROOT, '.local/results/screenshots') },
  },
});

function runningStack() {
  const file = path.resolve(ROOT, flags['data-dir'], 'state.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    process.stderr.write(`Nothing runs (${file} does not tell of it): \`npm start\` first.\n`);
    process.exit(1);
  }
}

/** The page is there and nothing on it is on its way any more. */
async function settle(page) {
  await page.locator('h1, [data-state]').first().waitFor();
  // Looked at from outside: the page's policy lets nobody evaluate texts in it, a browser's driver included.
  const loading = page.locator('main [data-state=loading], main .mantine-Skeleton-root');
  for (const end = Date.now() + PATIENCE_MS; (await loading.count()) > 0; await page.waitForTimeout(100)) {
    if (Date.now() > end) throw new Error('something is still on its way');
  }
  await page.evaluate('document.fonts.ready');
  // Charts draw themselves in; a picture is taken of what stands still.
  await page.waitForTimeout(1_200);
}

async function logIn(context, url, role) {
  const page = await context.newPage();
  await page.goto(`${url}/`);
  if (role === NOBODY) return page;
  await page.locator(`button[value="${role}"]`).click();
  await page.waitForURL((at) => at.origin === url && !at.pathname.startsWith('/auth'));
  return page;
}

/** Each combination of look and role logs in once and goes through its pages. */
async function takeAll(browser, url, pages) {
  let taken = 0;
  for (const { language, theme, width, height } of LOOKS) {
    for (const role of new Set(pages.map((page) => page.role))) {
      const context = await browser.newContext({
        locale: language === 'ru' ? 'ru-RU' : 'en-GB',
        colorScheme: theme,
        viewport: { width, height },
        reducedMotion: 'reduce',
      });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await logIn(context, url, role);
      for (const { name, path: place, follow } of pages.filter((one) => one.role === role)) {
        await page.goto(`${url}${place}`);
        if (follow !== undefined) await page.locator(`main ${follow}`).first().click();
        await settle(page).catch((error) =>
          process.stdout.write(`${name}: not settled, ${String(error).split('\n')[0]}\n`),
        );
        const file = path.join(flags.to, `${name}-${language}-${theme}-${width}.png`);
        await page.screenshot({ path: file, fullPage: true });
        taken += 1;
      }
      await context.close();
    }
  }
  return taken;
}

const stack = runningStack();
const url = stack.services.console.url;
const pages = PAGES.filter(({ path: place }) => flags.only === undefined || place.startsWith(flags.only));
if (spawnSync(process.execPath, [CLI, 'browser'], { stdio: 'inherit' }).status !== 0) process.exit(1);
if (flags.only === undefined) rmSync(flags.to, { recursive: true, force: true });
mkdirSync(flags.to, { recursive: true });
await doDeeds(stack);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const taken = await takeAll(browser, url, pages);
  process.stdout.write(`${taken} pictures in ${flags.to}\n`);
} finally {
  await browser.close();
}
