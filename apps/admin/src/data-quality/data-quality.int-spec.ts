import type { ValidatedEvent } from '@analytics/contracts';
import { FACT_TABLES, factRows, factsOf } from '@analytics/domain';
import { aValidatedEvent } from '@analytics/testing';
import { AdminSuite } from '../fixtures/admin-suite.fixture';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('the quality of data over HTTP', () => {
  let suite: AdminSuite;

  beforeAll(async () => {
    suite = await AdminSuite.open('admin-quality');
    // Thirty events an hour ago on each of fourteen days; ten of them today: of these one late, two that break their schema.
    const hourAgo = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS / 2;
    const events = Array.from({ length: 14 }, (_, day) => day + 1).flatMap((day) =>
      Array.from({ length: 30 }, (_, at) => anEvent(`${day}-${at}`, hourAgo - day * DAY_MS)),
    );
    for (let at = 0; at < 10; at += 1) {
      const late = at === 0 ? { received_at: new Date(hourAgo + 2 * HOUR_MS).toISOString() } : {};
      events.push(
        anEvent(`today-${at}`, hourAgo, { ...late, schema_marks: at < 2 ? ['maximum /data/x'] : [], platform: 'web' }),
      );
    }
    const facts = events.map((event, at) =>
      factsOf(event, { topic: 'spec', partition: 0, offset: BigInt(at), hash: BigInt(at) }),
    );
    await suite.clickhouse.insert(FACT_TABLES.events, factRows(facts).events, { token: 'quality' });
    // Six refused for their schema in the last day, one for its id, one two days ago.
    const admin = await suite.postgres('admin');
    await admin.query(
      `INSERT INTO dead_letter_counts (span, hour, reason, stage, event_type, source, status, records, oldest, newest)
       SELECT 'hour', date_trunc('hour', now() - ago, 'UTC'), reason, 'validate', type, '/x', 'open', records, now(), now()
         FROM (VALUES ('SCHEMA_VIOLATION', 'com.platform.x.y.v1', 4, interval '0'),
                      ('NUMBER_OUT_OF_RANGE', 'com.platform.x.y.v1', 2, interval '5 hours'),
                      ('ID_CONFLICT', 'com.platform.x.y.v1', 1, interval '0'),
                      ('SCHEMA_VIOLATION', 'com.platform.x.y.v1', 1, interval '2 days'),
                      ('SCHEMA_VIOLATION', 'com.platform.x.z.v1', 3, interval '0')) v (reason, type, records, ago)`,
    );
  });
  afterAll(() => suite?.close());

  const anEvent = (id: string, atMs: number, more: Partial<ValidatedEvent> = {}) =>
    aValidatedEvent({ type: 'com.platform.x.y.v1', id, effective_at: new Date(atMs).toISOString(), data: {}, ...more });

  it('tells what is low against its usual, what is late, what breaks its schema and what is empty', async () => {
    const { status, body } = await suite.get('/data-quality');
    expect(status).toBe(200);
    expect(body.data).toEqual([
      {
        event_type: 'com.platform.x.y.v1',
        ...{ volume: 10, usual_volume: 30, volume_verdict: 'low', received: 10 },
        last_received_at: expect.any(String),
        freshness_seconds: expect.any(Number),
        ...{ violation_share: 0.5, late_share: 0.1 },
        empty_shares: { user: 1, device: 1, platform: 0, country: 1, game_id: 1, client_version: 1 },
      },
      {
        event_type: 'com.platform.x.z.v1',
        ...{ volume: 0, usual_volume: 0, volume_verdict: 'too_few_to_tell', received: 0 },
        ...{
          last_received_at: null,
          freshness_seconds: null,
          violation_share: 1,
          late_share: null,
          empty_shares: null,
        },
      },
    ]);
  });

  it('is for operators', async () => {
    expect((await suite.get('/data-quality', 'developer')).status).toBe(403);
  });
});
