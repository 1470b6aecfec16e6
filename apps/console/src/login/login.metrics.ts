import { Counter } from 'prom-client';

export const logins = new Counter({
  name: 'analytics_console_logins_total',
  help: 'Log-ins that came back from the identity provider, by how they ended',
  labelNames: ['result'] as const,
});
export const loginsUnaudited = new Counter({
  name: 'analytics_console_logins_unaudited_total',
  help: 'Log-ins that admin could not be told of, so that its audit has no row of them',
});
export const sessionsRefreshed = new Counter({
  name: 'analytics_console_sessions_refreshed_total',
  help: 'Access tokens that were replaced while somebody was at work',
  labelNames: ['result'] as const,
});
