import { Counter } from 'prom-client';

export const foreignRefused = new Counter({
  name: 'analytics_console_foreign_requests_total',
  help: 'Requests that were refused because they did not come from the page of the console',
});
