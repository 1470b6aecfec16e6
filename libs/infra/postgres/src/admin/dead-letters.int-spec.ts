import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ReasonCode } from '@analytics/contracts';
import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import type { Postgres } from '../connection/postgres';
import { aLetter, sha256 } from '../fixtures/letters.fixture';
import { OwnerDatabase } from '../fixtures/owner-database.fixture';
import { MIGRATIONS_FOLDER } from '../migrations/migration-folder';
import type { DeadLetterFilter } from './dead-letters.records';
import { DeadLettersStore } from './dead-letters.store';

const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 10, 20, 10);
const at = (minute: number) => new Date(START + minute * MINUTE_MS).toISOString();
const id = (name: string) => sha256(`letter ${name}`);

describe('the index of dead letters on a real PostgreSQL', () => {
  let namespace: SuiteNamespace;
  let database: OwnerDatabase;
  let postgres: Postgres;
  let store: DeadLettersStore;

  beforeAll(async () => {
    namespace = await suiteNamespace('infra-postgres-dlq', { databases: ['postgres'] });
    database = await OwnerDatabase.open(namespace.postgres.url);
    const files = ['0001_dead_letters.sql', '0006_people_in_dead_letters.sql'];
    const sql = files.map((file) => readFileSync(path.join(MIGRATIONS_FOLDER, 'admin', file), 'utf8')).join('\n');
    postgres = await database.postgres(await database.migrated('admin', sql));
    store = new DeadLettersStore(postgres);
  });
  afterAll(async () => {
    await database.close();
    await namespace.dispose();
  });
  beforeEach(() => postgres.query('DELETE FROM dead_letters'));

  const idsOf = async (filter: DeadLetterFilter) => (await store.page(filter, undefined, 100)).map((item) => item.id);
  /** The sums as they are kept, and as the records would give them. */
  async function sums(): Promise<[kept: unknown, counted: unknown]> {
    const columns = 'hour, reason, stage, event_type, source, status';
    const kept = await postgres.query(
      `SELECT ${columns}, records FROM dead_letter_counts WHERE span = 'hour' AND records <> 0 ORDER BY ${columns}`,
    );
    const days = await postgres.query<{ same: boolean }>(
      `SELECT coalesce(sum(records) FILTER (WHERE span = 'day'), 0) = coalesce(sum(records) FILTER (WHERE span = 'hour'), 0) AS same
         FROM dead_letter_counts GROUP BY date_trunc('day', hour, 'UTC'), reason, stage, event_type, source, status`,
    );
    expect(days.every(({ same }) => same)).toBe(true);
    const counted = await postgres.query(
      `SELECT date_trunc('hour', first_seen_at, 'UTC') AS hour, reason, stage, event_type, source, status, count(*) AS records
         FROM dead_letters GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY ${columns}`,
    );
    return [kept, counted];
  }

  it('keeps one record of an event however often its letters come, from any number of consumers', async () => {
    const batch = Array.from({ length: 200 }, (_, index) => aLetter(`e${index}`, { first_seen: at(index) }));
    const repeat = batch.map(({ letter }, index) =>
      aLetter(letter.event_id!, { dlq_id: id(`again ${index}`), last_seen: at(500) }),
    );
    await Promise.all([store.index(batch), store.index(batch.slice(50)), store.index([...repeat, ...batch])]);
    expect(await store.index(repeat)).toEqual({ added: 0, repeated: 0, reopened: 0, known: 200 });
    const items = await store.page({}, undefined, 500);
    expect(items).toHaveLength(200);
    expect(new Set(items.map(({ attempts }) => attempts))).toEqual(new Set([2]));
    expect(items.every(({ lastSeenAt }) => lastSeenAt.toISOString() === at(500))).toBe(true);
    const [kept, counted] = await sums();
    expect(kept).toEqual(counted);
  });

  it('tells everything of a record', async () => {
    const letter = aLetter('whole', { trace_id: 'f'.repeat(32), retriable: true, replay_count: 2, offset: 12 });
    await store.index([letter]);
    expect(await store.find(id('whole'))).toEqual({
      id: id('whole'),
      status: 'open',
      reason: 'SCHEMA_VIOLATION',
      stage: 'validate',
      pointer: '/data/gameId',
      keyword: 'format',
      detail: 'must be a UUID',
      retriable: true,
      eventType: 'com.platform.catalog.game.viewed.v1',
      source: '/store',
      eventId: 'whole',
      origin: { topic: 'analytics.events.collected.v1', partition: 1, offset: '12', at: new Date(START) },
      processor: 'ingestion@1.0.0',
      schemaVersion: 1,
      firstSeenAt: new Date(START),
      lastSeenAt: new Date(START),
      attempts: 1,
      replayCount: 2,
      traceId: 'f'.repeat(32),
      discardedReason: null,
    });
    const [content] = await store.contents([id('whole')]);
    expect(content).toMatchObject({
      key: Buffer.from('key'),
      raw: Buffer.from('{"id":"whole"}'),
      letterId: id('whole'),
    });
  });

  it('opens the parent of a replay that failed, with what failed now', async () => {
    await store.index([aLetter('parent')]);
    await postgres.query(`UPDATE dead_letters SET status = 'replaying'`);
    const failed = aLetter('child', { parent_dlq_id: id('parent'), reason_code: 'ID_CONFLICT', replay_count: 1 });
    await store.index([failed]);
    expect(await store.find(id('child'))).toMatchObject({
      ...{ id: id('parent'), status: 'open', reason: 'ID_CONFLICT', attempts: 2, replayCount: 1 },
    });
    expect((await store.contents([id('parent')]))[0]!.letterId).toBe(id('child'));
    const [kept, counted] = await sums();
    expect(kept).toEqual(counted);
  });

  it('leaves aside what was discarded when a sender repeats it, and opens what was resolved', async () => {
    await store.index([aLetter('gone'), aLetter('done')]);
    await postgres.query(
      `UPDATE dead_letters SET status = CASE event_id WHEN 'gone' THEN 'discarded' ELSE 'resolved' END`,
    );
    await store.index([aLetter('gone', { dlq_id: id('g2') }), aLetter('done', { dlq_id: id('d2') })]);
    expect(await store.find(id('gone'))).toMatchObject({ status: 'discarded', attempts: 2 });
    expect(await store.find(id('done'))).toMatchObject({ status: 'open', attempts: 2 });
  });

  it('lists what any combination of filters, period and place lets through, newest first, and no more', async () => {
    const HOUR_MS = 3_600_000;
    const from = (values: readonly string[], index: number, step: number) =>
      values[Math.floor(index / step) % values.length]!;
    const values = {
      reason: ['SCHEMA_VIOLATION', 'ID_CONFLICT'],
      type: ['one', 'two', 'three'],
      source: ['/a', '/b'],
      stage: ['validate', 'ingest'],
      status: ['open', 'resolved'],
    } as const;
    const made = Array.from({ length: 360 }, (_, index) => ({
      name: `m${index}`,
      at: new Date(START + ((index * 47) % 200) * HOUR_MS + index * 1_000),
      reason: from(values.reason, index, 1),
      type: from(values.type, index, 2),
      source: from(values.source, index, 3),
      stage: from(values.stage, index, 5),
      status: from(values.status, index, 7),
    }));
    await store.index(
      made.map(({ name, at: seen, reason, type, source, stage }) =>
        aLetter(name, {
          first_seen: seen.toISOString(),
          reason_code: reason as ReasonCode,
          event_type: type,
          event_source: source,
          stage: stage as 'validate',
        }),
      ),
    );
    const resolved = made.filter(({ status }) => status === 'resolved').map(({ name }) => id(name));
    await postgres.query(`UPDATE dead_letters SET status = 'resolved' WHERE id = ANY($1)`, [resolved]);
    const sorted = made
      .map((each) => ({ ...each, id: id(each.name) }))
      .sort((a, b) => Number(b.at) - Number(a.at) || (a.id < b.id ? 1 : -1));
    const period = { from: new Date(START + 30.5 * HOUR_MS), until: new Date(START + 150.25 * HOUR_MS) };
    const names = Object.keys(values) as (keyof typeof values)[];
    const subsets = names.reduce<(keyof typeof values)[][]>(
      (all, name) => all.flatMap((some) => [some, [...some, name]]),
      [[]],
    );
    for (const [index, subset] of subsets.entries()) {
      const wanted = Object.fromEntries(subset.map((name) => [name, from(values[name], index, 1)]));
      for (const within of [{}, period]) {
        const expected = sorted.filter(
          (each) =>
            subset.every((name) => each[name] === wanted[name]) &&
            (!('from' in within) || each.at >= within.from!) &&
            (!('until' in within) || each.at < within.until!),
        );
        const found: string[] = [];
        for (let place; ;) {
          const page = await store.page({ ...wanted, ...within }, place, 25);
          found.push(...page.map((item) => item.id));
          const last = page.at(-1);
          if (page.length < 25 || last === undefined) break;
          place = { firstSeenAt: last.firstSeenAt, id: last.id };
        }
        expect([wanted, within, found]).toEqual([wanted, within, expected.map((each) => each.id)]);
      }
    }
  });

  it('finds by each filter, and by all of them together', async () => {
    await store.index([
      aLetter('a', { first_seen: at(1) }),
      aLetter('b', { first_seen: at(2), reason_code: 'ID_CONFLICT', message: 'same id, other content', key: 'k-b' }),
      aLetter('c', { first_seen: at(3), event_source: '/other', stage: 'dwh', event_type: 'com.platform.x.v1' }),
    ]);
    const found = async (filter: DeadLetterFilter) =>
      (await idsOf(filter)).map((one) => 'abc'.split('').find((n) => id(n) === one));
    expect(await found({})).toEqual(['c', 'b', 'a']);
    expect(await found({ reason: 'ID_CONFLICT' })).toEqual(['b']);
    expect(await found({ type: 'com.platform.x.v1' })).toEqual(['c']);
    expect(await found({ source: '/store' })).toEqual(['b', 'a']);
    expect(await found({ stage: 'dwh' })).toEqual(['c']);
    expect(await found({ status: 'resolved' })).toEqual([]);
    expect(await found({ keys: ['k-b', 'unused'] })).toEqual(['b']);
    expect(await found({ keys: [''] })).toEqual([]);
    expect(await found({ from: new Date(at(2)), until: new Date(at(3)) })).toEqual(['b']);
    expect(await found({ text: 'other CONTENT' })).toEqual(['b']);
    expect(await found({ text: 'gameId' })).toEqual(['c', 'b', 'a']);
    expect(await found({ ids: [id('a'), id('c')] })).toEqual(['c', 'a']);
    expect(await found({ text: 'uuid', source: '/store', reason: 'SCHEMA_VIOLATION', from: new Date(at(0)) })).toEqual([
      'a',
    ]);
    expect(await found({ text: `'); DROP TABLE dead_letters --` })).toEqual([]);
  });

  it('goes on where the page before ended, whatever was added meanwhile', async () => {
    await store.index(Array.from({ length: 30 }, (_, index) => aLetter(`p${index}`, { first_seen: at(index % 3) })));
    const seen: string[] = [];
    for (let page = await store.page({}, undefined, 7); page.length > 0; page = await store.page({}, page.at(-1), 7)) {
      seen.push(...page.map((item) => item.id));
      await store.index([aLetter(`new ${seen.length}`, { first_seen: at(100) })]);
    }
    expect(seen.sort()).toEqual(Array.from({ length: 30 }, (_, index) => id(`p${index}`)).sort());
  });

  it('sums by hour and reason, exactly at the ends of a period too', async () => {
    const minutes = [0, 59, 60, 61, 119, 180, 181];
    await store.index(minutes.map((minute) => aLetter(`s${minute}`, { first_seen: at(minute) })));
    await store.index([aLetter('other', { first_seen: at(61), reason_code: 'INTERNAL' })]);
    const all = await store.summary(['reason', 'hour'], {}, 100);
    expect(all.map(({ group, count }) => [group.reason, group.hour, count])).toEqual([
      ['SCHEMA_VIOLATION', '2026-11-20T11:00:00Z', 3],
      ['SCHEMA_VIOLATION', '2026-11-20T10:00:00Z', 2],
      ['SCHEMA_VIOLATION', '2026-11-20T13:00:00Z', 2],
      ['INTERNAL', '2026-11-20T11:00:00Z', 1],
    ]);
    const count = async (from?: number, until?: number) => {
      const period = {
        ...(from !== undefined && { from: new Date(at(from)) }),
        ...(until !== undefined && { until: new Date(at(until)) }),
      };
      return (await store.summary([], { ...period, reason: 'SCHEMA_VIOLATION' }, 100))[0]?.count ?? 0;
    };
    for (const from of [undefined, 0, 1, 59, 60, 61, 119, 120, 181, 182]) {
      for (const until of [undefined, 1, 60, 61, 62, 180, 181, 182]) {
        const within = minutes.filter((minute) => minute >= (from ?? 0) && minute < (until ?? 1_000));
        expect([from, until, await count(from, until)]).toEqual([from, until, within.length]);
      }
    }
    const [whole] = await store.summary([], { reason: 'SCHEMA_VIOLATION' }, 100);
    expect([whole!.oldest.toISOString(), whole!.newest.toISOString()]).toEqual([at(0), at(181)]);
  });

  it('discards what a filter means and is open, and nothing else', async () => {
    await store.index([aLetter('x'), aLetter('y', { reason_code: 'INTERNAL' }), aLetter('z')]);
    await postgres.query(`UPDATE dead_letters SET status = 'replaying' WHERE event_id = 'z'`);
    const discard = () => postgres.transaction((tx) => store.discard(tx, { reason: 'SCHEMA_VIOLATION' }, 'a test', 10));
    expect([...(await discard())]).toEqual([['SCHEMA_VIOLATION', 1]]);
    expect([...(await discard())]).toEqual([]);
    expect(await store.find(id('x'))).toMatchObject({ status: 'discarded', discardedReason: 'a test' });
    expect(await store.find(id('z'))).toMatchObject({ status: 'replaying' });
    const [kept, counted] = await sums();
    expect(kept).toEqual(counted);
  });

  it('forgets what nobody heard of for long, a batch at a time', async () => {
    const names = ['o1', 'o2', 'o3'];
    await store.index([
      ...names.map((name) => aLetter(name, { first_seen: at(0) })),
      aLetter('young', { first_seen: at(100) }),
    ]);
    await store.index([aLetter('o1', { dlq_id: id('o1 again'), last_seen: at(0) })]);
    const before = new Date(at(50));
    expect([
      await store.removeOld(before, 2),
      await store.removeOld(before, 2),
      await store.removeOld(before, 2),
    ]).toEqual([2, 1, 0]);
    expect(await idsOf({})).toEqual([id('young')]);
    expect(await postgres.query('SELECT * FROM dead_letter_repeats')).toEqual([]);
    const [kept, counted] = await sums();
    expect(kept).toEqual(counted);
  });
});
