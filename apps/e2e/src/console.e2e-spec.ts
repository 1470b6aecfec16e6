import type { GamesAnswer } from '@analytics/contracts';
import { eventually } from '@analytics/testing';
import type { Page } from 'playwright-core';
import { barriersOf } from './browser/barriers';
import { ConsoleBrowser, type Visit } from './browser/console-browser';
import { PAGES } from './browser/pages';
import { demoAnswers } from './stack/demo-store';
import { BASE, gameViewed, post } from './stack/events';
import { Stack } from './stack/stack';

const LIVE_MS = 5_000;
/** Until the page is there and the stream has spoken; how fast the number moves is counted from the event. */
const PATIENCE = { withinMs: 150_000, everyMs: 100 };

let stack: Stack;
let browser: ConsoleBrowser;
let visit: Visit | undefined;

beforeAll(async () => {
  stack = await Stack.start();
  await stack.command('seed', '--users', '300');
  browser = await ConsoleBrowser.start(stack);
}, 900_000);
afterAll(async () => {
  await browser?.stop();
  await stack?.stop();
});
afterEach(async () => {
  await visit?.close();
  visit = undefined;
});

const open = async (path: string, role = 'platform_admin', options = {}): Promise<Visit> =>
  (visit = await browser.visit(role, path, options));

/** Nothing is on its way any more: no skeleton, and the page has its title. */
const settled = async (page: Page): Promise<void> => {
  await page.locator('h1').waitFor();
  await eventually(
    async () => (await page.locator('main [data-state="loading"], main .mantine-Skeleton-root').count()) === 0,
    PATIENCE,
  );
};
const valueOf = async (page: Page, metric: string): Promise<number> =>
  Number((await page.locator(`[data-metric="${metric}"][data-value]`).getAttribute('data-value')) ?? Number.NaN);

describe('the shell', () => {
  it('speaks the language of the browser, then the one that was chosen', async () => {
    const { page } = await open('/overview');
    await page.locator('html[lang="ru"]').waitFor();
    await page.locator('nav a', { hasText: 'Исследование метрик' }).waitFor();
    await page.getByText('EN', { exact: true }).click();
    await page.locator('html[lang="en"]').waitFor();
    await page.reload();
    await page.locator('nav a[href="/explorer"]', { hasText: 'Metric explorer' }).waitFor();
  });

  it('leads everybody to what they may see, and tells what they may not', async () => {
    const { page } = await open('/', 'analytics_operator');
    await page.waitForURL('**/operators/dlq');
    expect(await page.locator('nav a[href="/overview"]').count()).toBe(0);
    await page.goto(`${browser.url}/overview`);
    await page.locator('[data-state="forbidden"]').waitFor();
  });

  it('keeps no token where a script could read it', async () => {
    const { page } = await open('/overview');
    const kept = await page.evaluate<string>(
      `JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])`,
    );
    expect(kept).not.toMatch(/eyJ|console_/);
  });
});

describe('the live page', () => {
  it('moves with an event that comes in', async () => {
    const { page, complaints } = await open('/live?window=1h');
    await page.locator('[data-connection="open"]').waitFor();
    await eventually(async () => Number.isFinite(await valueOf(page, 'game_page_views')), PATIENCE);
    const before = await valueOf(page, 'game_page_views');
    const views = Array.from({ length: 300 }, () => gameViewed());
    expect((await post(stack, views)).status).toBe(202);
    const sent = performance.now();
    // Meanwhile some of the store's own leave the hour.
    await eventually(async () => (await valueOf(page, 'game_page_views')) >= before + 200, PATIENCE);
    process.stdout.write(`a live number moved after ${Math.round(performance.now() - sent)} ms (goal ${LIVE_MS})\n`);
    expect(complaints).toEqual([]);
  });

  it('says that it stands still while the connection is away, and goes on after it', async () => {
    const { page } = await open('/live');
    await page.locator('[data-connection="open"]').waitFor();
    process.kill(stack.state.services['query-api'].pid, 'SIGKILL');
    await page.locator('[data-state="stale"]').waitFor();
    await page.locator('[data-connection="open"]').waitFor({ timeout: 180_000 });
    await page.locator('[data-state="stale"]').waitFor({ state: 'detached' });
  });
});

describe('a developer', () => {
  it('sees the own games, and nothing of others ever reaches the browser', async () => {
    const { services, credentials } = stack.state;
    const answer = await fetch(`${services['query-api'].url}${BASE}/games?limit=200`, {
      headers: { authorization: `Bearer ${credentials.tokens['platform_admin']}` },
    });
    const games = ((await answer.json()) as GamesAnswer).data;
    const { developerId } = demoAnswers(stack).plan;
    const foreign = games.filter(({ developer_id: owner }) => owner !== developerId);
    expect(foreign.length).toBeGreaterThan(0);

    const { page } = await open('/', 'developer');
    const heard: Promise<string>[] = [];
    page.on('response', (response) => void heard.push(response.text().catch(() => '')));
    for (const path of ['/my-games', '/explorer?metric=game_page_views&by=game_id', '/overview']) {
      await page.goto(`${browser.url}${path}`);
      await settled(page);
    }
    const bodies = (await Promise.all(heard)).join('\n');
    const own = games.filter(({ developer_id: owner }) => owner === developerId);
    expect(own.some(({ game_id: id }) => bodies.includes(id))).toBe(true);
    expect(
      foreign.filter(({ game_id: id, developer_id: owner }) => bodies.includes(id) || bodies.includes(owner)),
    ).toEqual([]);
  });

  it('sees for each game what the API says', async () => {
    const { page } = await open('/my-games', 'developer');
    await settled(page);
    const shown = await page.locator('[data-game]').count();
    expect(shown).toBeGreaterThan(0);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().includes('/metrics/values/gross_revenue')),
      page.reload(),
    ]);
    const { data } = (await answer.json()) as { data: { total: { value: number } } };
    await settled(page);
    await eventually(async () => expect(await valueOf(page, 'gross_revenue')).toBe(data.total.value), PATIENCE);
  });
});

describe.each(['light', 'dark'] as const)('every page in the %s theme', (colorScheme) => {
  it.each(PAGES)('$path keeps nobody out, complains of nothing, and stays at its origin', async ({ path, role }) => {
    const { page, complaints } = await open(path, role, { colorScheme });
    await settled(page);
    expect(await barriersOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
