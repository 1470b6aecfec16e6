import { randomUUID } from 'node:crypto';
import { KafkaPort } from '@analytics/infra-kafka';
import { eventually } from '@analytics/testing';
import { letterRecord, SEALING_KEY, sha256 } from '../dead-letters/specs/letters.fixture';
import { AdminSuite, signedToken, tokenOf } from '../fixtures/admin-suite.fixture';

const CLIENT_SECRET = `canary-client-${randomUUID()}`;
const PASSWORD = `canary-password-${randomUUID()}`;
const TABLES = ['dead_letters', 'replays', 'replay_records', 'audit'];

let suite: AdminSuite;

beforeAll(async () => {
  const more = {
    LOG_LEVEL_ANALYTICS: 'trace',
    KAFKA_BATCH_MS: '50',
    ANALYTICS_ADMIN_OIDC_CLIENT_SECRET: CLIENT_SECRET,
    // Neither ingestion nor an issuer is there: what says so must not say the secret.
    ANALYTICS_ADMIN_INGESTION_URL: 'http://127.0.0.1:1',
    ANALYTICS_ADMIN_OIDC_TOKEN_URL: 'http://127.0.0.1:1/token',
  };
  suite = await AdminSuite.open('admin-secrets', more, true);
});
afterAll(() => suite?.close());

describe('secrets', () => {
  /** Everything that was answered, also what is no JSON. */
  const answers: string[] = [];
  const ask = async (route: string, init: RequestInit = {}, base = `${suite.service.url}/api/v1/analytics/admin`) => {
    const answer = await fetch(`${base}${route}`, init);
    const text = await answer.text();
    answers.push(`${JSON.stringify([...answer.headers])} ${text}`);
    return { status: answer.status, text };
  };
  const by = (token: string, body?: unknown): RequestInit => ({
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const hidden = new Map<string, string>();
  let shownOnce: string;

  beforeAll(async () => {
    const operator = tokenOf('analytics_operator');
    const forged = `${signedToken({ sub: 'x', roles: [] }).slice(0, -8)}AAAAAAAA`;
    hidden.set('the key that seals dead letters', SEALING_KEY);
    hidden.set('the secret of our client', CLIENT_SECRET);
    hidden.set('the same as it is sent', Buffer.from(`:${CLIENT_SECRET}`).toString('base64').slice(4, -4));
    hidden.set('a token', operator.split('.')[2]!);
    hidden.set('a token that is refused', forged.split('.')[2]!);
    hidden.set('what somebody types into the wrong place', PASSWORD);

    const { text } = await ask('/write-keys', by(operator, { name: 'canary' }));
    shownOnce = (JSON.parse(text) as { data: { secret: string } }).data.secret;
    const event = { id: 'secret', source: '/secrets', type: 'com.platform.a.b.v1', data: { password: PASSWORD } };
    await suite.service.app.get(KafkaPort).send([letterRecord({ name: 'secret', event })]);
    const record = `/dlq/records/${sha256('letter secret')}`;
    await eventually(async () => expect((await ask(record, by(operator))).status).toBe(200));

    for (const route of [
      '/write-keys',
      '/audit',
      '/dlq/records',
      '/dlq/summary',
      record,
      '/dlq/replays',
      '/pipelines',
    ]) {
      await ask(route, by(operator));
      await ask(route, by(forged));
      await ask(`${route}?access_token=${operator}&password=${PASSWORD}`, by(operator));
      await ask(route, by(operator, { password: PASSWORD }));
    }
    await ask('/write-keys', { ...by(operator, {}), body: `{"name":"${PASSWORD}` });
    await ask(`/${PASSWORD}`, by(operator));
    await ask('/dlq/replays', by(operator, { filter: { source: '/secrets' }, dry_run: true }));
    await eventually(() => expect(suite.log.join('')).toContain('the token issuer'));
  });

  const tables = async (): Promise<string> => {
    const admin = await suite.postgres('admin');
    const texts = TABLES.map((table) => admin.query<{ text: string }>(`SELECT t::text AS text FROM ${table} t`));
    return (await Promise.all(texts)).flatMap((rows) => rows.map(({ text }) => text)).join('\n');
  };

  it('H103 are in no answer, log line, metric or table, whatever was done with them', async () => {
    const { text: metrics } = await ask('/metrics', {}, suite.service.managementUrl);
    const places = { answers: answers.join('\n'), log: suite.log.join(''), metrics, tables: await tables() };
    expect(places.log).toContain('"level":"debug"');
    for (const [place, text] of Object.entries(places)) {
      expect(text.length).toBeGreaterThan(1_000);
      for (const [what, secret] of hidden) {
        expect([place, what, text.includes(secret)]).toEqual([place, what, false]);
      }
    }
  });

  it('H103 of a write key are shown to who made it, once, and kept nowhere', async () => {
    expect(shownOnce).toMatch(/^wk_.{20,}/);
    expect(answers.filter((answer) => answer.includes(shownOnce))).toHaveLength(1);
    const keys = await (
      await suite.postgres('ingestion')
    ).query<{ text: string }>('SELECT k::text AS text FROM write_keys k');
    const kept = keys.map(({ text }) => text).join('\n') + (await tables()) + suite.log.join('');
    expect(kept).toContain(shownOnce.slice(0, 7));
    expect(kept).not.toContain(shownOnce.slice(7));
  });

  it.each([
    '/heapdump',
    '/heap',
    '/debug/heap',
    '/debug/pprof/heap',
    '/actuator/heapdump',
    '/env',
    '/actuator/env',
    '/config',
  ])('H103 are not there to be fetched at %s', async (route) => {
    for (const base of [suite.service.url, suite.service.managementUrl]) {
      expect([base, (await ask(route, by(tokenOf('platform_admin')), base)).status]).toEqual([base, 404]);
    }
  });
});
