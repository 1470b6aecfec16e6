// What has to have been done before some pages have anything to show: a replay rehearsed and one that waits for another person, a
// reconciliation, and a schema that only observes with events that break it. Doing it again does no harm.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 120_000;
const HOUR_MS = 3_600_000;
const OBSERVED = 'com.platform.screenshots.taken.v1';
const REFUSED = { filter: { reason: 'SCHEMA_VIOLATION' } };

class Admin {
  #url;
  #token;

  constructor({ services, credentials }) {
    this.#url = `${services.admin.url}/api/v1/analytics/admin`;
    this.#token = credentials.tokens.platform_admin;
  }

  /** The data of an answer; undefined where there is nothing. */
  async ask(method, path, body) {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()).data;
  }
}

async function until(what, isSo) {
  for (const end = Date.now() + PATIENCE_MS; !(await isSo()); await sleep(500)) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${PATIENCE_MS / 1_000} s`);
  }
}

async function observe(admin, { services, credentials }) {
  if ((await admin.ask('GET', `/schemas/${OBSERVED}`)) === undefined) {
    const schema = { type: 'object', properties: { width: { type: 'integer', maximum: 1280 } } };
    await admin.ask('POST', `/schemas/${OBSERVED}/versions`, { schema, mode: 'observe', owner: 'console' });
  }
  const send = async () => {
    const event = {
      specversion: '1.0',
      id: randomUUID(),
      source: '/screenshots',
      type: OBSERVED,
      data: { width: 3840 },
    };
    const response = await fetch(`${services.ingestion.url}/api/v1/analytics/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json', 'x-write-key': credentials.writeKey },
      body: JSON.stringify({ ...event, time: new Date().toISOString() }),
    });
    return response.status === 202;
  };
  await until('that an event of a new type is taken', send);
  await until('that a violation is shown', async () => {
    const { tolerated_violations: shown } = await admin.ask('GET', `/schemas/${OBSERVED}`);
    return shown.length > 0;
  });
}

export async function doDeeds(state) {
  const admin = new Admin(state);
  const rehearsal = await admin.ask('POST', '/dlq/replays', { ...REFUSED, dry_run: true });
  await admin.ask('POST', '/dlq/replays', {
    ...REFUSED,
    patch: [{ op: 'replace', path: '/data/platform', value: 'windows' }],
  });
  const now = Date.now();
  const period = { from: new Date(now - HOUR_MS).toISOString(), until: new Date(now).toISOString() };
  const reconciliation = await admin.ask('POST', '/reconciliations', { ...period, settle_seconds: 5 });
  await observe(admin, state);
  const isOver = async (path) => !['queued', 'planned', 'running'].includes((await admin.ask('GET', path)).status);
  await until('the end of a rehearsal', () => isOver(`/dlq/replays/${rehearsal.id}`));
  await until('the end of a reconciliation', () => isOver(`/reconciliations/${reconciliation.id}`));
}
