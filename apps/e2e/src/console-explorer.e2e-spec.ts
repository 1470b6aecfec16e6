import type { MetricValuesAnswer } from '@analytics/contracts';
import type { Page } from 'playwright-core';
import { ConsoleBrowser, type Visit } from './browser/console-browser';
import { intercepted } from './browser/intercepted';
import { demoAnswers } from './stack/demo-store';
import { BASE, comingAgain } from './stack/events';
import { Stack } from './stack/stack';

const ZONE = 'Europe/Moscow';
const OUTLOOK = `zone=${ZONE}&compare=previous_period`;
const VALUES = `**${BASE}/metrics/values/**`;

let stack: Stack;
let browser: ConsoleBrowser;
let visit: Visit | undefined;
/** Whole days of the demo store that no trickle touches. */
let period: { readonly start: string; readonly end: string };

beforeAll(async () => {
  stack = await Stack.withDemo();
  browser = await ConsoleBrowser.start(stack);
  const until = Date.parse(demoAnswers(stack).plan.until);
  const day = (offset: number) => new Date(until + 3 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10);
  period = { start: day(-15), end: day(-1) };
}, 900_000);
afterAll(async () => {
  await browser?.stop();
  await stack?.stop();
});
afterEach(async () => {
  await visit?.close();
  visit = undefined;
});

async function open(path: string, options = {}, role = 'platform_admin'): Promise<Visit> {
  visit = await browser.visit(role, path, options);
  return visit;
}

async function ask(metric: string, more: Record<string, string> = {}): Promise<MetricValuesAnswer> {
  const query = new URLSearchParams({ period_start: period.start, period_end: period.end, timezone: ZONE, ...more });
  const { services, credentials } = stack.state;
  const headers = { authorization: `Bearer ${credentials.tokens['platform_admin']}` };
  const answer = await comingAgain(() =>
    fetch(`${services['query-api'].url}${BASE}/metrics/values/${metric}?${query}`, { headers }),
  );
  expect(answer.status).toBe(200);
  return (await answer.json()) as MetricValuesAnswer;
}

/** A metric of one's own that was archived since. */
async function anArchived(name: string): Promise<void> {
  const { services, credentials } = stack.state;
  const url = `${services['query-api'].url}${BASE}/metrics/definitions`;
  const authorization = `Bearer ${credentials.tokens['platform_admin']}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const words = { en: 'Views of pages', ru: 'Просмотры страниц' };
  const numerator = { of: 'events', types: ['com.platform.catalog.game.viewed.v1'] };
  const body = JSON.stringify({ name, display_name: words, description: words, numerator });
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(201);
  expect((await fetch(`${url}/${name}`, { method: 'DELETE', headers: { authorization } })).status).toBe(200);
}

const between = () => `period=${period.start}..${period.end}`;
const shownOf = async (page: Page, metric: string): Promise<number> => {
  const tile = page.locator(`[data-metric="${metric}"][data-value]`);
  await tile.waitFor();
  return Number(await tile.getAttribute('data-value'));
};
const explorer = (rest: string) => `/explorer?${between()}&zone=${ZONE}&${rest}`;
const state = (page: Page, name: string) => page.locator(`[data-state="${name}"]`);
const rowsOf = (page: Page) => page.locator('table[data-rows]');

describe('the overview', () => {
  it('in Russian tells the numbers of the API, each of the right day or period', async () => {
    const { page, complaints } = await open(`/overview?${between()}&${OUTLOOK}`);
    await page.locator('html[lang="ru"]').waitFor();
    expect(await page.locator('h1').textContent()).toBe('Обзор');
    for (const metric of ['net_revenue', 'gross_revenue', 'orders', 'payers', 'new_users']) {
      expect(await shownOf(page, metric)).toBe((await ask(metric)).data.total.value);
    }
    for (const metric of ['dau', 'wau', 'mau']) {
      expect(await shownOf(page, metric)).toBe((await ask(metric)).data.series[0]!.points.at(-1)!.value);
    }
    expect(await shownOf(page, 'orders')).toBeGreaterThan(0);
    await page.locator('[data-metric="playing_now"][data-value]').waitFor();
    expect(complaints).toEqual([]);
  });

  it('says of a running day that it is not over, and draws it dashed', async () => {
    const { page } = await open(`/overview?period=last-7-days&${OUTLOOK}`);
    const tile = page.locator('[data-metric="orders"][data-value]');
    await tile.waitFor();
    expect(await tile.textContent()).toContain('ещё не закончен');
    expect(await tile.locator('[data-unfinished]').getAttribute('d')).not.toBe('');
  });

  it('leads from a number to what it is made of in one click', async () => {
    const { page } = await open(`/overview?${between()}&${OUTLOOK}&where=country:in:RU`);
    await page.locator('[data-metric="orders"] [data-breakdown="platform"]').click();
    await page.waitForURL('**/explorer?**');
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toMatchObject({
      metric: 'orders',
      by: 'platform',
      where: 'country:in:RU',
      zone: ZONE,
    });
    const filters = JSON.stringify([{ dimension: 'country', op: 'in', values: ['RU'] }]);
    expect(await shownOf(page, 'orders')).toBe((await ask('orders', { filters })).data.total.value);
  });
});

describe('the explorer', () => {
  it('breaks down, compares, and its link opens the same view in English', async () => {
    const { page, complaints } = await open(explorer('metric=orders&chart=line'));
    await page.getByRole('combobox', { name: 'Разбить по' }).click();
    await page.getByRole('option', { name: 'Платформа' }).click();
    await page.keyboard.press('Escape');
    await page.getByLabel('Сравнить').selectOption('previous_period');
    await page.getByText('Таблица', { exact: true }).click();
    const expected = await ask('orders', { dimensions: 'platform', compare: 'previous_period' });
    const points = expected.data.series.reduce((sum, series) => sum + series.points.length, 0);
    await page.locator(`table[data-rows="${points}"]`).waitFor();
    const inRussian = await rowsOf(page).locator('tbody td').allTextContents();
    const link = page.url();
    expect(complaints).toEqual([]);
    await visit!.close();

    const english = await open(link.slice(browser.url.length), { locale: 'en-GB' });
    await english.page.locator(`table[data-rows="${points}"]`).waitFor();
    await english.page.locator('html[lang="en"]').waitFor();
    expect(await rowsOf(english.page).locator('thead').textContent()).toContain('Breakdown');
    const inEnglish = await rowsOf(english.page).locator('tbody td').allTextContents();
    expect(inEnglish).toHaveLength(inRussian.length);
    expect(await shownOf(english.page, 'orders')).toBe(expected.data.total.value);
    expect(english.page.url()).toBe(link);
    expect(english.complaints).toEqual([]);
  });

  it('draws charts that can be walked by keys, with exact values read out', async () => {
    const { page, complaints } = await open(explorer('metric=net_revenue&chart=area&compare=previous_period'));
    const chart = page.locator('[data-chart="area"]');
    await chart.locator('svg').waitFor();
    await chart.focus();
    await page.keyboard.press('Home');
    const { data } = await ask('net_revenue');
    const first = new Intl.NumberFormat('ru-RU', { style: 'currency', currency: 'RUB' }).format(
      data.series[0]!.points[0]!.value!,
    );
    const plain = (text: string | null) => (text ?? '').replace(/\s/g, '');
    expect(plain(await chart.getAttribute('aria-valuetext'))).toContain(plain(first));
    await page.keyboard.press('ArrowRight');
    expect(await chart.getAttribute('aria-valuenow')).toBe('1');
    for (const kind of ['Столбцы', 'Стопка', 'Линии']) {
      await page.getByText(kind, { exact: true }).click();
      await page.locator('[data-chart] svg').waitFor();
    }
    expect(complaints).toEqual([]);
  });

  it('has its days picked in a calendar of the page’s language, whatever the browser speaks', async () => {
    const { page } = await open(explorer('metric=orders&chart=line'), { locale: 'en-GB' });
    await page.getByText('RU', { exact: true }).click();
    await page.getByLabel('Период').selectOption('own');
    await page.getByRole('button', { name: 'Следующий месяц' }).waitFor();
    const days = page.getByRole('dialog').locator('table button:not([data-outside])');
    await days.nth(2).click();
    await days.nth(4).click();
    await page.getByRole('button', { name: 'Показать', exact: true }).click();
    const month = new Date(Date.parse(period.end) - 86_400_000).toISOString().slice(0, 7);
    await page.waitForURL(`**period=${month}-03..${month}-06**`);
    expect(await page.getByLabel('Период').locator('option:checked').textContent()).toMatch(/^3 .+ – 5 /);
  });

  it('finds a metric by a word of the other language', async () => {
    const { page } = await open(explorer('metric=dau'));
    await page.getByRole('combobox', { name: 'Метрика' }).click();
    await page.keyboard.type('net revenue');
    await page.keyboard.press('Enter');
    await page.waitForURL('**metric=net_revenue**');
    await page.locator('[data-definition="net_revenue"]').waitFor();
  });

  it('gives what is seen as a file', async () => {
    const { page } = await open(explorer('metric=orders&by=platform'));
    const { data } = await ask('orders', { dimensions: 'platform', limit: '8' });
    await page.locator('[data-chart] svg').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString('utf8').replace('\uFEFF', '').trimEnd().split('\r\n');
    expect(lines[0]).toBe('period_start,period_end,platform,platform_name,orders,unit,complete');
    const sum = lines.slice(1).reduce((all, line) => all + Number(line.split(',')[4]), 0);
    expect(lines).toHaveLength(1 + data.series.reduce((count, { points }) => count + points.length, 0));
    expect(sum).toBe(data.series.reduce((all, { total }) => all + total.value!, 0));
  });

  it('tells admins how it was computed, and others only of what', async () => {
    const admin = await open(explorer('metric=orders'));
    await admin.page.getByText('Показать запросы').click();
    const sql = admin.page.locator('[data-explained="orders"] pre').filter({ hasText: 'SELECT' });
    await sql.first().waitFor();
    await visit!.close();
    const marketing = await open(explorer('metric=orders'), {}, 'marketing_manager');
    await marketing.page.getByText('Как это посчитано').click();
    await marketing.page.getByText('Таблицы').waitFor();
    expect(await marketing.page.getByText('Показать запросы').count()).toBe(0);
  });
});

/** Changes what the API answers on its way to the page: a state that the stack cannot be brought into at will. */
const changed = (page: Page, change: (answer: MetricValuesAnswer) => object) =>
  intercepted(page, VALUES, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change((await response.json()) as MetricValuesAnswer) });
  });

describe('each state says what to do', () => {
  it('too expensive: the buttons ask for less until there is an answer', async () => {
    const { page } = await open(
      `/explorer?metric=orders&period=last-365-days&granularity=minute&zone=${ZONE}&chart=line`,
    );
    await state(page, 'too-expensive').waitFor();
    expect(await state(page, 'too-expensive').textContent()).toContain('QUERY_TOO_EXPENSIVE');
    await page.locator('[data-cheaper="granularity"]').click();
    await page.locator('[data-chart] svg').waitFor();
    expect(new URL(page.url()).searchParams.get('granularity')).toBe('day');
  });

  it('empty: a wider period is one click away', async () => {
    const { page } = await open(`/explorer?metric=orders&period=2001-01-01..2001-01-08&zone=${ZONE}`);
    await state(page, 'empty').getByRole('button', { name: 'Последние 90 дней' }).click();
    await page.locator('[data-chart] svg').waitFor();
  });

  it('truncated: more series are one click away', async () => {
    const { page } = await open(explorer('metric=orders&by=platform&top=2&chart=bar'));
    await state(page, 'truncated').waitFor();
    await page.getByText('Остальные', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Больше рядов' }).click();
    await page.waitForURL('**top=10**');
  });

  it('loading holds the place, an error can be tried again', async () => {
    const { page } = await open('/operators/schemas');
    let isBroken = true;
    let answerNow = () => {};
    const loadingWasSeen = new Promise<void>((resolve) => (answerNow = resolve));
    await intercepted(page, VALUES, async (route) => {
      if (!isBroken) return route.continue();
      await loadingWasSeen;
      const error = { code: 'INTERNAL', title: 'Внутренняя ошибка', detail: 'сломано нарочно' };
      await route.fulfill({ status: 500, json: { errors: [error] } });
    });
    await page.locator('nav a[href^="/explorer"]').click();
    await state(page, 'loading').first().waitFor().finally(answerNow);
    await state(page, 'error').waitFor();
    expect(await state(page, 'error').textContent()).toContain('Внутренняя ошибка');
    isBroken = false;
    await state(page, 'error').getByRole('button').first().click();
    await page.locator('[data-chart] svg').waitFor();
  });

  it('stale: says how old the numbers are', async () => {
    const { page } = await open('/overview');
    await changed(page, (answer) => ({ ...answer, meta: { ...answer.meta, stale: true } }));
    await page.locator('nav a[href^="/explorer"]').click();
    await state(page, 'stale').waitFor();
    await page.locator('[data-chart] svg').waitFor();
  });

  it('hidden numbers are told to be hidden', async () => {
    const { page } = await open(explorer('metric=payers&by=game_id&top=1000&chart=line'), {}, 'marketing_manager');
    // Counting who is behind each cell takes a second question for each.
    await state(page, 'suppressed').waitFor({ timeout: 150_000 });
    expect(await state(page, 'suppressed').textContent()).toContain('меньше десяти человек');
  });

  it('forbidden: a player is told that this is not for them', async () => {
    const { page } = await open(explorer('metric=orders'), {}, 'user');
    await state(page, 'forbidden').waitFor();
    expect(await page.locator('[data-chart]').count()).toBe(0);
  });

  it('a share whose window is open says that it is preliminary, and is not drawn as if it were final', async () => {
    const { page } = await open(explorer('metric=conversion_wishlist_to_purchase&chart=table'));
    await state(page, 'open-window').waitFor();
    expect(await state(page, 'open-window').textContent()).toContain('180 дней');
    await page.getByText('предварительно', { exact: true }).waitFor();
    expect(await rowsOf(page).locator('tbody tr').nth(1).textContent()).toContain('ещё не решено');
  });

  it('a link to an archived metric opens it and says so', async () => {
    await anArchived('page_views_once');
    const { page, complaints } = await open(explorer('metric=page_views_once&chart=line'));
    await state(page, 'archived').waitFor();
    expect(await shownOf(page, 'page_views_once')).toBe((await ask('game_page_views')).data.total.value);
    expect(await state(page, 'link-problems').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('an old link shows what it can and says what it could not', async () => {
    const { page } = await open(explorer('metric=abolished&by=service,platform&chart=pie'));
    const said = state(page, 'link-problems');
    await said.waitFor();
    for (const part of ['abolished', 'service', 'pie']) expect(await said.textContent()).toContain(part);
    await page.locator('[data-chart="line"] svg').waitFor();
    await said.getByRole('button').click();
    await said.waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('by')).toBe('platform');
  });
});

it('everything can be reached at the width of a phone without scrolling sideways', async () => {
  for (const path of [`/overview?${between()}&${OUTLOOK}`, explorer('metric=net_revenue&by=platform&chart=line')]) {
    const { page, complaints } = await open(path, { viewport: { width: 390, height: 844 } });
    await page.locator('main [data-chart] svg').last().waitFor();
    const [inner, width] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]');
    expect(inner).toBeLessThanOrEqual(width);
    expect(complaints).toEqual([]);
    await visit!.close();
  }
});
