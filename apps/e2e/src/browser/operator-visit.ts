import { readFileSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { ConsoleBrowser, Visit } from './console-browser';

const AXE = require.resolve('axe-core/axe.min.js');
const SLOW_MS = 120_000;

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Somebody at the operators' pages: opens them, reads their numbers, and looks for what keeps people out. */
export class OperatorVisit {
  private constructor(
    private readonly visit: Visit,
    private readonly url: string,
  ) {}

  static async begin(
    browser: ConsoleBrowser,
    role: string,
    place: string,
    options: BrowserContextOptions = {},
  ): Promise<OperatorVisit> {
    const visit = await browser.visit(role, place, { locale: 'en-GB', timezoneId: 'Europe/Moscow', ...options });
    visit.page.setDefaultTimeout(SLOW_MS);
    await visit.page.waitForSelector('nav');
    return new OperatorVisit(visit, browser.url);
  }

  get page(): Page {
    return this.visit.page;
  }

  get complaints(): readonly string[] {
    return this.visit.complaints;
  }

  async open(place: string): Promise<Page> {
    await this.page.goto(`${this.url}${place}`);
    await this.page.waitForSelector('h1, [data-state=forbidden]');
    await this.page.locator('main [data-state=loading]').first().waitFor({ state: 'detached' });
    return this.page;
  }

  /** The number that an element carries beside its words. */
  async number(name: string): Promise<number> {
    return Number(await this.page.getAttribute(`[data-metric=${name}]`, 'data-value'));
  }

  /** What axe-core finds serious or critical on the page as it stands. */
  async barriers(): Promise<string[]> {
    await this.page.evaluate(readFileSync(AXE, 'utf8'));
    const { violations } = await this.page.evaluate<Found>(`axe.run(document, { resultTypes: ['violations'] })`);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  }

  leave(): Promise<void> {
    return this.visit.close();
  }
}
