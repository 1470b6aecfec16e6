import type { Page, Route } from 'playwright-core';

/**
 * Lets `handle` answer what the page asks for under `url`. Nobody awaits such a handler, so whatever failed in it would be
 * thrown at the whole run: the request fails instead, which the page shows and its test then says.
 */
export const intercepted = (page: Page, url: string, handle: (route: Route) => Promise<void>): Promise<unknown> =>
  page.route(url, (route) => handle(route).catch(() => route.abort().catch(() => undefined)));
