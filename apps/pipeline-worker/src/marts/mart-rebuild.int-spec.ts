import type { ValidatedEvent } from '@analytics/contracts';
import {
  type Facts,
  identifier,
  MARTS,
  sql,
  type SqlFragment,
  type Statement,
  statement,
  text,
  uint32,
} from '@analytics/domain';
import { WAREHOUSE_WRITES } from '@analytics/infra-postgres';
import { SeededRandom } from '@analytics/testing';
import { HOUR_MS, MartsSuite, randomEvents } from './marts-suite.fixture';

const NOW = Date.now();
const DAY_MS = 24 * HOUR_MS;
/** The middle of last month: two months are touched, and nothing reaches into the future. */
const MIDDLE = new Date(new Date(NOW).getUTCFullYear(), new Date(NOW).getUTCMonth() - 1, 15).getTime();
const FROM = MIDDLE - 20 * DAY_MS;
const UNTIL = MIDDLE + 5 * DAY_MS;
const monthOf = (ms: number): number => new Date(ms).getUTCFullYear() * 100 + new Date(ms).getUTCMonth() + 1;
const late = (at: number, more: Partial<ValidatedEvent> = {}): ValidatedEvent => ({
  ...randomEvents(new SeededRandom(at), 1, at, at + 1)[0]!,
  ...{ type: 'com.platform.catalog.game.viewed.v1', data: { gameId: 'game-1', placement: 'home' }, user_no: 4_000 },
  ...{ is_bot: false, is_staff: false, country: 'RU', platform: 'web', ...more },
});

const whole = (ms: number) => uint32(Math.floor(ms / 1000));
const limits = { maxRows: 1_000, maxSeconds: 60, maxMemoryBytes: 4e9, maxRowsToRead: 1e9 };
const change = (query: SqlFragment): Statement<never> => statement<never>({ name: 'spec-change', query, limits });

describe('marts of a real warehouse', () => {
  let suite: MartsSuite;
  const facts: Facts[] = [];
  const all = async () => (await suite.rebuild().partitions()).length;
  const rebuildAll = async () => {
    const certificates = [];
    for (const partition of await suite.rebuild().partitions()) {
      certificates.push((await suite.rebuild().rebuild(partition))!);
    }
    return certificates;
  };

  beforeAll(async () => {
    suite = await MartsSuite.open('mart-rebuild');
    const random = new SeededRandom(5);
    for (let batch = 0; batch < 4; batch += 1) {
      facts.push(...(await suite.insert(randomEvents(random, 1_000, FROM, UNTIL))));
    }
  });
  afterAll(() => suite.close());

  it.each(['Europe/Moscow', 'UTC'] as const)('count the people of each day of %s as the facts do', async (zone) => {
    const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
    const days = new Map<string, Set<number>>();
    for (const { events: row } of facts) {
      if (!row.is_activity || row.user_no === 0 || row.is_bot || row.is_staff) continue;
      const day = dayOf.format(row.effective_at);
      days.set(day, (days.get(day) ?? new Set()).add(row.user_no));
    }
    const day = zone === 'UTC' ? sql`toDate(hour, 'UTC')` : sql`toDate(hour, 'Europe/Moscow')`;
    const asked = await suite.ask<{ day: string; people: number }>(
      sql`SELECT toString(${day}) AS day, groupBitmapMerge(people) AS people FROM mart_activity_hourly GROUP BY day ORDER BY day`,
    );
    const expected = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
    expect(asked).toEqual(expected.map(([name, people]) => ({ day: name, people: people.size })));
    expect(asked.length).toBeGreaterThan(20);
  });

  it('are left as they are by an insert that is repeated with its token', async () => {
    const before = await suite.contents();
    const more = await suite.insert([late(FROM + HOUR_MS), late(FROM + 2 * HOUR_MS)], 'repeated');
    const once = await suite.contents();
    await suite.put(more, 'repeated');
    expect(await suite.contents()).toEqual(once);
    expect(once).not.toEqual(before);
    facts.push(...more);
  });

  it('change in the bucket of a late event and in no other', async () => {
    const before = await suite.contents();
    facts.push(...(await suite.insert([late(FROM + 30 * HOUR_MS)])));
    const after = await suite.contents();
    const hour = new Date(Math.floor((FROM + 30 * HOUR_MS) / HOUR_MS) * HOUR_MS).toISOString().slice(0, 13);
    for (const mart of ['mart_activity_hourly', 'mart_game_activity_hourly', 'mart_events_hourly']) {
      const changed = after[mart]!.filter((row) => !before[mart]!.includes(row));
      expect(changed).toHaveLength(1);
      expect(String(changed[0])).toContain(hour);
    }
    expect(after['mart_sales_hourly']).toEqual(before['mart_sales_hourly']);
  });

  it('are made anew as they were, with a certificate of what was read', async () => {
    const before = await suite.contents();
    const certificates = await rebuildAll();
    expect(certificates).toHaveLength(await all());
    for (const one of certificates) expect(one).toMatchObject({ content_hash: one.found_hash });
    expect(await suite.contents()).toEqual(before);

    const month = monthOf(FROM);
    const rows = facts.map(({ events: row }) => row).filter(({ effective_at: at }) => monthOf(at.getTime()) === month);
    const certificate = certificates.find((one) => one.mart === 'mart_events_hourly' && one.month === month)!;
    expect(certificate.input_rows).toBe(BigInt(rows.length));
    expect(certificate.input_xor).toBe(rows.reduce((xor, { _hash }) => xor ^ _hash, 0n));
    expect(certificate.input_offsets).toEqual(
      [0, 1, 2].map((part) => {
        const offsets = rows.filter(({ _kp }) => _kp === part).map(({ _ko }) => _ko);
        return `events:validated:${part}:${offsets.reduce((last, offset) => (offset > last ? offset : last))}`;
      }),
    );
    const kept = await suite.ask(sql`SELECT mart, content_hash FROM mart_certificates ORDER BY mart, month`);
    expect(kept).toHaveLength(certificates.length);
  });

  it('are made anew alike each time, and tell one definition from another', async () => {
    const [first, second] = [await rebuildAll(), await rebuildAll()];
    expect(second.map((one) => one.content_hash)).toEqual(first.map((one) => one.content_hash));
    const months = first.filter(({ month }) => month === monthOf(FROM));
    expect(new Set(months.map((one) => one.content_hash)).size).toBe(months.length);
    expect(new Set(first.map((one) => one.code_version)).size).toBe(MARTS.length);
  });

  it('are corrected by a rebuild after facts went in a second time under another token', async () => {
    const before = await suite.contents();
    await suite.put(facts.slice(0, 500), 'by-a-zombie');
    expect(await suite.contents()).not.toEqual(before);
    const certificates = await rebuildAll();
    expect(await suite.contents()).toEqual(before);
    expect(certificates.some((one) => one.content_hash !== one.found_hash)).toBe(true);
  });

  it('lose nothing to a rebuild that runs while facts come in', async () => {
    const random = new SeededRandom(11);
    let over = false;
    const write = async (): Promise<void> => {
      while (!over) {
        const batch = randomEvents(random, 20, FROM, UNTIL);
        facts.push(...(await suite.postgres.throughDoor(WAREHOUSE_WRITES, 'together', () => suite.insert(batch))));
      }
    };
    const writers = Promise.all([write(), write()]);
    try {
      await rebuildAll();
      await rebuildAll();
    } finally {
      over = true;
    }
    await writers;
    const before = await suite.contents();
    const certificates = await rebuildAll();
    for (const one of certificates) expect(one.content_hash).toBe(one.found_hash);
    expect(await suite.contents()).toEqual(before);
    const [acts] = await suite.ask<{ events: string }>(sql`SELECT sum(events) AS events FROM mart_events_hourly`);
    expect(acts!.events).toBe(String(facts.length));
  });

  it('are made anew alike by two rebuilds at once', async () => {
    const before = await suite.contents();
    for (const one of (await Promise.all([rebuildAll(), rebuildAll()])).flat()) {
      expect(one).toMatchObject({ content_hash: one.found_hash });
    }
    expect(await suite.contents()).toEqual(before);
  });

  describe('that are made anew while facts change', () => {
    const month = monthOf(FROM);
    const one = async () => {
      const partitions = await suite.rebuild().partitions([month]);
      return partitions.find(({ mart }) => mart.name === 'mart_events_hourly')!;
    };
    const counted = async (table: 'mart_events_hourly' | 'mart_events_hourly_shadow') => {
      const from = identifier(['mart_events_hourly', 'mart_events_hourly_shadow'], table);
      const [found] = await suite.ask<{ events: string }>(
        sql`SELECT sum(events) AS events FROM ${from} WHERE toYYYYMM(hour) = ${uint32(month)}`,
      );
      return Number(found!.events);
    };

    it('hold up writers only for what came in since the facts were read', async () => {
      const before = await counted('mart_events_hourly');
      let read = 0;
      const rebuild = suite.rebuildAfter(async () => {
        read = await counted('mart_events_hourly_shadow');
        facts.push(...(await suite.insert([late(FROM + 3 * HOUR_MS), late(FROM + 50 * HOUR_MS)])));
      });
      const certificate = await rebuild.rebuild(await one());
      expect([read, await counted('mart_events_hourly')]).toEqual([before, before + 2]);
      expect(certificate).toMatchObject({ input_rows: BigInt(before + 2), content_hash: certificate!.found_hash });
    });

    it('are read anew where a fact is gone that was read already', async () => {
      const before = await counted('mart_events_hourly');
      const { source, id } = facts.pop()!.events;
      const rebuild = suite.rebuildAfter(() =>
        suite.clickhouse.execute(
          change(sql`ALTER TABLE events DELETE WHERE source = ${text(source)} AND id = ${text(id)}`),
        ),
      );
      const certificate = await rebuild.rebuild(await one());
      expect(await counted('mart_events_hourly')).toBe(before - 1);
      expect(certificate!.content_hash).not.toBe(certificate!.found_hash);
      await rebuildAll();
      expect(await counted('mart_events_hourly')).toBe(before - 1);
    });
  });

  it('keep what rests on facts that are no longer kept', async () => {
    const before = await suite.contents();
    const early = suite.rebuild({ factsKeptMonths: 1, now: () => new Date(UNTIL + 60 * DAY_MS) });
    await suite.clickhouse.execute(
      change(sql`ALTER TABLE events DELETE WHERE toYYYYMM(effective_at) = toYYYYMM(toDateTime(${whole(FROM)}))`),
    );
    await suite.clickhouse.execute(
      change(sql`ALTER TABLE revenue_ledger DELETE WHERE toYYYYMM(booked_at) = toYYYYMM(toDateTime(${whole(FROM)}))`),
    );
    for (const partition of await early.partitions()) {
      const certificate = await early.rebuild(partition);
      expect(certificate === undefined).toBe(partition.mart.byMonth);
    }
    expect(await suite.contents()).toEqual(before);
  });

  it('are empty for a month that has no facts any more', async () => {
    const month = monthOf(FROM);
    for (const partition of await suite.rebuild().partitions([month])) await suite.rebuild().rebuild(partition);
    const left = await suite.ask(
      sql`SELECT count() AS left FROM mart_events_hourly WHERE toYYYYMM(hour) = toYYYYMM(toDateTime(${whole(FROM)}))`,
    );
    expect(left).toEqual([{ left: '0' }]);
    const others = await suite.ask<{ left: string }>(sql`SELECT count() AS left FROM mart_events_hourly`);
    expect(Number(others[0]!.left)).toBeGreaterThan(0);
  });
});
