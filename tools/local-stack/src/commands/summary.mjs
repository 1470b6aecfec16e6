import { randomUUID } from 'node:crypto';
import { demoSummary } from '../demo/demo-data.mjs';
import { npmRun, sameStack } from './data-flag.mjs';

const DAY_MS = 86_400_000;
const GAME = '5b1f2f9e-8f6e-4b3a-9b43-0d5f0a3c1e77';

function anEvent(now) {
  return JSON.stringify({
    specversion: '1.0',
    id: randomUUID(),
    source: '/web/catalog',
    type: 'com.platform.catalog.game.viewed.v1',
    time: now.toISOString(),
    data: { anonymousId: 'device-1', gameId: GAME, placement: 'search', platform: 'web' },
  });
}

const day = (ms) => new Date(ms).toISOString().slice(0, 10);

function curlLines({ services, credentials }, flags) {
  const now = new Date();
  const period = `period_start=${day(now.getTime() - 7 * DAY_MS)}&period_end=${day(now.getTime() + DAY_MS)}`;
  const values = `${services['query-api'].url}/api/v1/analytics/metrics/values/game_page_views?${period}&granularity=day&timezone=UTC`;
  return [
    'Send an event:',
    `  curl -sS -X POST ${services.ingestion.url}/api/v1/analytics/events -H 'X-Write-Key: ${credentials.writeKey}' -H 'Content-Type: application/cloudevents+json' -d '${anEvent(now)}'`,
    'See it counted:',
    `  curl -sS '${values}' -H "Authorization: Bearer $(npm run -s token -- --role platform_admin${flags})"`,
  ];
}

/** What somebody who has just started the stack wants to know. */
export function printSummary(data, state) {
  const flags = sameStack(data);
  const lines = Object.entries(state.services).map(
    ([name, { url, managementUrl }]) =>
      `  ${name.padEnd(18)} ${(url ?? '').padEnd(24)} health and metrics: ${managementUrl}`,
  );
  if (state.credentials.writeKey) {
    lines.push(`  write key          ${state.credentials.writeKey}`, '', ...curlLines(state, flags));
  }
  if (state.services.console) {
    lines.unshift(`  Console: ${state.services.console.url} – log in by picking a role; begin as platform_admin`, '');
  }
  const demo = demoSummary(data);
  if (demo !== undefined) lines.push('', demo);
  lines.push('', `Addresses and credentials of the stores: ${data.file('state.json')}`);
  lines.push(
    `Logs: ${npmRun('run logs', ` <service>${flags}`)} · State: ${npmRun('run status', flags)} · End: ${npmRun('stop', flags)}`,
  );
  process.stdout.write(`\n${lines.join('\n')}\n`);
}
