import type { BrowserContextOptions, Page } from 'playwright-core';
import { barriersOf } from './barriers';
import type { ConsoleBrowser, Visit } from './console-browser';

const SLOW_MS = 120_000;

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

  barriers(): Promise<string[]> {
    return barriersOf(this.page);
  }

  leave(): Promise<void> {
    return this.visit.close();
  }
}
