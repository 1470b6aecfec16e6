import { KafkaPort } from '@analytics/infra-kafka';
import { eventually } from '@analytics/testing';
import { AdminSuite } from '../../fixtures/admin-suite.fixture';
import { DeadLettersJanitor } from '../dead-letters.janitor';
import { letterRecord } from './letters.fixture';

const PATIENCE = { withinMs: 150_000 };
const MANY = 25;
/** Fewer than there are, so that a discard is several transactions. */
const AT_ONCE = 10;

describe('discards under an Idempotency-Key', () => {
  let suite: AdminSuite;
  beforeAll(async () => {
    suite = await AdminSuite.open(
      'admin-discards',
      { KAFKA_BATCH_MS: '50', ANALYTICS_ADMIN_DLQ_DISCARD_ROWS: `${AT_ONCE}` },
      true,
    );
  });
  afterAll(() => suite?.close());

  const count = async (query: string): Promise<number> =>
    ((await suite.get(`/dlq/summary?${query}`)).body.data[0]?.count as number | undefined) ?? 0;
  async function refuse(type: string, round = 0): Promise<void> {
    const letters = Array.from({ length: MANY }, (_, at) => {
      const name = `${type} ${round} ${at}`;
      return letterRecord({ name, event: { id: name, source: '/store', type } });
    });
    await suite.service.app.get(KafkaPort).send(letters);
    await eventually(async () => expect(await count(`type=${type}&status=open`)).toBe(MANY), PATIENCE);
  }
  const discard = (key: string, type: string, why = 'a bad release') =>
    suite.keyed(key, '/dlq/discard', { filter: { type }, reason_text: why });
  const whole = { status: 200, body: { data: { discarded: MANY, by_reason: { SCHEMA_VIOLATION: MANY } } } };
  const audited = async (): Promise<number[]> =>
    (await suite.get('/audit?action=dlq.discard')).body.data.map(
      ({ after }: { after: { discarded: Record<string, number> } }) => after.discarded['SCHEMA_VIOLATION'] ?? 0,
    );

  it('are done once: the same again is told the same, and what came since stays', async () => {
    await refuse('a.b.v1');
    expect(await discard('d-1', 'a.b.v1')).toMatchObject(whole);
    await refuse('a.b.v1', 1);
    expect(await discard('d-1', 'a.b.v1')).toMatchObject(whole);
    expect(await count('type=a.b.v1&status=open')).toBe(MANY);
    expect(await discard('d-1', 'a.b.v1', 'other words')).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'CONFLICT' }] },
    });
    expect(await audited()).toEqual([5, AT_ONCE, AT_ONCE]);
  });

  it('that come at once take turns, and each is told the whole', async () => {
    await refuse('c.d.v1');
    const before = (await audited()).length;
    const answers = await Promise.all([1, 2, 3].map(() => discard('d-2', 'c.d.v1')));
    expect(answers).toMatchObject([whole, whole, whole]);
    expect((await audited()).slice(0, -before)).toEqual([5, AT_ONCE, AT_ONCE]);
  });

  it('go on where one that died left off, with what it had done counted', async () => {
    await refuse('e.f.v1');
    expect(await discard('d-3', 'e.f.v1')).toMatchObject(whole);
    await refuse('e.f.v1', 1);
    const admin = await suite.postgres('admin');
    await admin.query(
      `UPDATE creation_requests SET made = '{"byReason": {"SCHEMA_VIOLATION": 10}, "isDone": false}' WHERE key = 'd-3'`,
    );
    expect((await discard('d-3', 'e.f.v1')).body.data).toMatchObject({ discarded: MANY + AT_ONCE });
    expect(await count('type=e.f.v1&status=open')).toBe(0);
  });

  it('are forgotten after a day, with the housekeeping of the index', async () => {
    const admin = await suite.postgres('admin');
    const keys = async () => (await admin.query('SELECT FROM creation_requests')).length;
    const janitor = suite.service.app.get(DeadLettersJanitor);
    await janitor.tidy(new Date());
    expect(await keys()).toBe(3);
    await admin.query(`UPDATE creation_requests SET created_at = created_at - interval '25 hours' WHERE key <> 'd-3'`);
    await janitor.tidy(new Date());
    expect(await keys()).toBe(1);
  });
});
