import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Stack } from '../stack/stack';

const CHROMIUM = '/usr/bin/chromium';
const PATIENCE_MS = 90_000;

export interface Visit {
  readonly page: Page;
  /** What must stay empty: errors of the console and requests that left the page's own origin. */
  readonly complaints: string[];
  readonly close: () => Promise<void>;
}

/** A browser on the console of a stack; everybody who visits is somebody of their own. */
export class ConsoleBrowser {
  private constructor(
    private readonly browser: Browser,
    readonly url: string,
  ) {}

  static async start(stack: Stack): Promise<ConsoleBrowser> {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    return new ConsoleBrowser(browser, stack.state.services.console.url!);
  }

  /** Logs in with a role of the local issuer and arrives at `path`. */
  async visit(role: string, path: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.browser.newContext({
      locale: 'ru-RU',
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await page.goto(`${this.url}${path}`);
    await page.locator(`button[value="${role}"]`).click();
    await page.waitForURL((url) => url.origin === this.url && !url.pathname.startsWith('/auth'));
    const complaints: string[] = [];
    page.on('console', (message) => {
      // 503 with Retry-After is a busy warehouse's "come again", which the page does by itself.
      if (message.type() === 'error' && !message.text().includes('status of 503')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== 'blob:' && origin !== this.url) complaints.push(`left the origin: ${request.url()}`);
    });
    let left: Promise<void> | undefined;
    return { page, complaints, close: () => (left ??= closed(context, 'wait')) };
  }

  async stop(): Promise<void> {
    // Whoever is still there was left behind by a test that failed.
    for (const context of this.browser.contexts()) await closed(context, 'ignoreErrors');
    await this.browser.close();
  }
}

/** A handler of a route that outlived its page would be an uncaught error, and the failure of every test of the file. */
async function closed(context: BrowserContext, behavior: 'wait' | 'ignoreErrors'): Promise<void> {
  for (const page of context.pages()) await page.unrouteAll({ behavior });
  await context.unrouteAll({ behavior });
  await context.close();
}
