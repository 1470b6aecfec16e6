import { randomUUID } from 'node:crypto';
import type { EventEnvelope } from '@analytics/contracts';
import { eventually } from '@analytics/testing';
import type { BrowserContextOptions } from 'playwright-core';
import { ConsoleBrowser } from './browser/console-browser';
import { OperatorVisit } from './browser/operator-visit';
import { gameViewed, pageViews, post } from './stack/events';
import { Stack } from './stack/stack';

const REFUSED = 100;
const SOURCE = '/e2e/console';
const PATIENCE = { withinMs: 180_000, everyMs: 500 };

let stack: Stack;
let browser: ConsoleBrowser;

beforeAll(async () => {
  stack = await Stack.start();
  browser = await ConsoleBrowser.start(stack);
}, 600_000);
afterAll(async () => {
  await browser?.stop();
  await stack?.stop();
});

const visit = (role: string, place: string, options?: BrowserContextOptions) =>
  OperatorVisit.begin(browser, role, place, options);

/** Views by a client that calls its platform wrong: every one of them breaks the schema in the same place. */
const toasters = (): EventEnvelope[] =>
  Array.from({ length: REFUSED }, () => {
    const event = gameViewed({ source: SOURCE });
    return { ...event, data: { ...event.data, platform: 'toaster', userId: randomUUID() } };
  });

describe('an operator at the console', () => {
  const events = toasters();
  let operator: OperatorVisit;
  let second: OperatorVisit;
  let replay: string;
  let counted: number;

  beforeAll(async () => {
    counted = await eventually(() => pageViews(stack), PATIENCE);
    await post(stack, events);
    operator = await visit('analytics_operator', '/operators/dlq');
  }, 300_000);
  afterAll(async () => {
    await operator?.leave();
    await second?.leave();
  });

  it('finds the refused events by reason and type, then in the list, then one of them beside its schema', async () => {
    const { page } = operator;
    await eventually(async () => {
      await operator.open(`/operators/dlq?source=${encodeURIComponent(SOURCE)}`);
      expect(await page.getAttribute('[data-reason=SCHEMA_VIOLATION]', 'data-count')).toBe(String(REFUSED));
    }, PATIENCE);
    expect(await operator.number('dlq_records')).toBe(REFUSED);
    await page.click('[data-reason=SCHEMA_VIOLATION] a');
    await page.waitForSelector('[data-record]');
    expect(new URL(page.url()).searchParams.get('reason')).toBe('SCHEMA_VIOLATION');
    expect(await page.locator('tr[data-record]').count()).toBe(50);
    await page.click('tr[data-record] a');
    await page.waitForSelector('tr[data-pointer="/data/platform"][data-verdict=wrong]');
    expect(await page.getAttribute('tr[data-pointer="/data/userId"]', 'data-verdict')).toBe('hidden');
    const told = await page.textContent('main');
    expect(events.some(({ data }) => told?.includes(String(data['userId'])))).toBe(false);
    // Who may not reveal is not offered to.
    expect(await page.getByRole('button', { name: 'Show unmasked…' }).count()).toBe(0);
    expect(await operator.barriers()).toEqual([]);
  });

  it('mends all of them by one change, sees before and after, and rehearses it', async () => {
    const { page } = operator;
    await operator.open(`/operators/dlq/records?reason=SCHEMA_VIOLATION&source=${encodeURIComponent(SOURCE)}`);
    await page.getByRole('link', { name: 'Mend and replay all of the filter…' }).click();
    await page.getByText('Members', { exact: true }).click();
    expect(await operator.number('selected_records')).toBe(REFUSED);
    const change = page.getByRole('group', { name: 'Change 1' });
    expect(await change.getByLabel('Member (JSON pointer)').inputValue()).toBe('/data/platform');
    await change.getByLabel('Value', { exact: true }).fill('windows');
    await page.waitForSelector('[data-steps="1"]');
    expect(await page.getByRole('region', { name: 'After' }).textContent()).toContain('"platform": "windows"');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.waitForSelector('[data-dry-run=completed]');
    expect([await operator.number('succeeded'), await operator.number('failed_again')]).toEqual([REFUSED, 0]);
    expect(await operator.barriers()).toEqual([]);
  });

  it('asks for the replay by number, and is told that another person has to approve', async () => {
    const { page } = operator;
    await page.getByRole('button', { name: 'Ask for the replay…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('100 records will be sent again.').waitFor();
    await dialog.getByRole('button', { name: 'Ask for it' }).click();
    await page.waitForSelector('[data-replay][data-status=awaiting_approval] [data-code=SELF_APPROVAL]');
    replay = (await page.getAttribute('[data-replay]', 'data-replay'))!;
    expect(await page.getByRole('button', { name: 'Approve…' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Cancel…' }).count()).toBe(1);
  });

  it('has it approved by a second person, who finds it in the inbox, in Russian', async () => {
    second = await visit('platform_admin', '/operators/replays?status=awaiting_approval', { locale: 'ru-RU' });
    const { page } = second;
    await page.click(`tr[data-replay="${replay}"] a`);
    await page.getByText('Ждёт вашего решения').waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('ru');
    await page.getByRole('button', { name: 'Подтвердить…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('100 записей будут изменены правкой и отправлены ещё раз.').waitFor();
    await dialog.getByRole('button', { name: 'Подтвердить' }).click();
    await page.waitForSelector('[data-replay][data-status=completed]', { timeout: 180_000 });
    expect(await second.number('succeeded')).toBe(REFUSED);
    expect(await second.barriers()).toEqual([]);
  });

  it('sees the replay completed, the records resolved, and the events counted', async () => {
    const { page } = operator;
    await operator.open(`/operators/replays/${replay}`);
    await page.waitForSelector('[data-replay][data-status=completed]');
    await operator.open(`/operators/dlq?status=resolved&source=${encodeURIComponent(SOURCE)}`);
    await page.waitForSelector('[data-reason=SCHEMA_VIOLATION]');
    expect(await operator.number('dlq_records')).toBe(REFUSED);
    await operator.open(`/operators/dlq?source=${encodeURIComponent(SOURCE)}`);
    await page.waitForSelector('[data-state=empty]');
    await eventually(async () => expect(await pageViews(stack)).toBe(counted + REFUSED), PATIENCE);
    await eventually(async () => {
      await operator.open(`/operators/trace?${String(new URLSearchParams({ source: SOURCE, id: events[0]!.id }))}`);
      await page.waitForSelector('[data-trace]');
      expect(await page.getAttribute('[data-trace]', 'data-trace')).toBe('in_warehouse');
    }, PATIENCE);
    expect(await page.getAttribute('[data-station=warehouse]', 'data-state')).toBe('done');
    expect(await page.getAttribute('[data-station=dlq]', 'data-state')).toBe('resolved');
  });

  it('finds in the audit who asked and who approved, in a chain that is intact', async () => {
    const { page } = second;
    await second.open(`/operators/audit?object=${replay}`);
    await page.waitForSelector('[data-action="replay.complete"]');
    expect(await page.textContent('[data-action="replay.request"]')).toContain('analytics_operator');
    expect(await page.textContent('[data-action="replay.approve"]')).toContain('platform_admin');
    await page.getByRole('button', { name: 'Проверить цепочку' }).click();
    await page.waitForSelector('[data-intact=true]');
  });

  it('did all of that without an error of the page or a request elsewhere', () => {
    expect([...operator.complaints, ...second.complaints]).toEqual([]);
  });
});

describe('the operators’ pages', () => {
  it('show unmasked what the right allows, after saying that it is written down', async () => {
    const [event] = toasters();
    await post(stack, [{ ...event!, source: '/e2e/revealed' }]);
    const admin = await visit('platform_admin', '/operators/dlq');
    const { page } = admin;
    await eventually(async () => {
      await admin.open('/operators/dlq/records?source=/e2e/revealed');
      await page.waitForSelector('tr[data-record], [data-state=empty]');
      expect(await page.locator('tr[data-record]').count()).toBe(1);
    }, PATIENCE);
    await page.click('tr[data-record] a');
    await page.getByRole('button', { name: 'Show unmasked…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Show, and write it down' }).click();
    await page.getByText(String(event!.data['userId'])).first().waitFor();
    await admin.open('/operators/audit?action=dlq.reveal');
    await page.waitForSelector('[data-action="dlq.reveal"]');
    expect(admin.complaints).toEqual([]);
    await admin.leave();
  });

  it('are not for others: the navigation does not lead there, the address says why', async () => {
    const stranger = await visit('marketing_manager', '/overview');
    expect(await stranger.page.locator('nav a[href^="/operators"]').count()).toBe(0);
    await stranger.open('/operators/dlq');
    await stranger.page.waitForSelector('[data-state=forbidden]');
    expect(stranger.complaints).toEqual([]);
    await stranger.leave();
  });

  it('show a new key’s secret once', async () => {
    const admin = await visit('platform_admin', '/operators/write-keys');
    const { page } = admin;
    await page.getByRole('button', { name: 'Create a key…' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('e2e shop');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    const secret = (await page.textContent('[data-secret]'))!;
    expect(secret).toMatch(/^wk_/);
    expect((await post(stack, [gameViewed()], { 'x-write-key': secret })).status).toBe(202);
    await page.getByRole('button', { name: 'The secret is kept' }).click();
    await page.reload();
    await page.waitForSelector('tr[data-key]');
    expect(await page.textContent('main')).not.toContain(secret);
    expect(await page.textContent('main')).toContain('e2e shop');
    expect(admin.complaints).toEqual([]);
    await admin.leave();
  });

  it.each([
    ['light', 1_280],
    ['dark', 1_280],
    ['dark', 390],
  ] as const)('have no serious barrier and nothing that sticks out, %s at %i', async (theme, width) => {
    const admin = await visit('platform_admin', '/operators/dlq', {
      colorScheme: theme,
      viewport: { width, height: 900 },
    });
    for (const place of PLACES) {
      const page = await admin.open(`/operators/${place}`);
      expect([place, await admin.barriers()]).toEqual([place, []]);
      const stickingOut = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect([place, stickingOut]).toEqual([place, 0]);
    }
    expect(admin.complaints).toEqual([]);
    await admin.leave();
  });
});

const PLACES = [
  ...['dlq', 'dlq?status=all', 'dlq/records?status=all', 'replays', 'replays?status=awaiting_approval'],
  ...['schemas', 'schemas/com.platform.catalog.game.viewed.v1', 'schemas/com.platform.nobody.knows.v1?edit=new'],
  ...['write-keys', 'trace', 'reconciliations', 'pipelines', 'pipelines/retention', 'data-quality', 'audit'],
];
