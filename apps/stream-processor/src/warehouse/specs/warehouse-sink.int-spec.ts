import { type DeadLetterRecord, DLQ_TOPIC, VALIDATED_TOPIC, type ValidatedEvent } from '@analytics/contracts';
import { identifier, sql, time, uint16, uint64, xorOf } from '@analytics/domain';
import { KafkaPort, KafkaRanges, type Outcome, type Received } from '@analytics/infra-kafka';
import { ProgressLedger } from '@analytics/infra-postgres';
import type { RunningService } from '@analytics/service-kit';
import { sleep, suiteNamespace } from '@analytics/testing';
import { EVENTS_OF_A_TEST, timeOf, validatedEvent, validatedEvents } from '../fixtures/events.fixture';
import { totalsOf, WarehouseSuite } from '../fixtures/warehouse-suite.fixture';
import { RangeSink } from '../protocol/range-sink';
import { readRecord } from '../protocol/candidate';
import { LedgerGap, TopicRecreated } from '../protocol/sink-errors';

const PARTITIONS = 24;
const tally = (outcomes: readonly Outcome[]) => {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const name = outcome.status === 'rejected' ? outcome.deadLetter.reason : outcome.status;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
};

describe('the warehouse sink on real stores', () => {
  let suite: WarehouseSuite;
  let service: RunningService;
  let sink: RangeSink;
  let kafka: KafkaPort;
  let ranges: KafkaRanges;
  let part = -1;
  let base = 0;
  let signal: AbortSignal;

  beforeAll(async () => {
    suite = await WarehouseSuite.open(await suiteNamespace('warehouse-sink'), PARTITIONS);
    service = await suite.start();
    [sink, kafka, ranges] = [service.app.get(RangeSink), service.app.get(KafkaPort), service.app.get(KafkaRanges)];
  });
  beforeEach(() => {
    part += 1;
    base += EVENTS_OF_A_TEST;
    assignAnew();
  });
  afterAll(() => suite.close());

  const assignAnew = () => (signal = new AbortController().signal);
  const place = () => ({ topic: VALIDATED_TOPIC, part });
  const put = (events: readonly ValidatedEvent[]) => suite.send(kafka, events, part);
  const putFirst = (count: number) => put(validatedEvents(base, base + count));
  const batch = (from: number, to: number): Promise<Received[]> =>
    ranges.read({ topic: VALIDATED_TOPIC, partition: part, from: BigInt(from), to: BigInt(to) });
  const take = async (from: number, to: number) => sink.take(await batch(from, to), place(), signal);
  const ledger = () => service.app.get(ProgressLedger);
  const row = async () => (await suite.progress()).find((entry) => entry.part === part);
  const dirty = async () => (await suite.dirty()).filter((entry) => entry.part === part);
  const expectFirst = async (count: number) => expect(await suite.totals(base)).toEqual(totalsOf(count));
  const rollBack = (to: number) =>
    suite.postgres.query(
      'UPDATE sink_progress SET next_off = $2, pend_from = NULL, pend_to = NULL, pend_rows = NULL, pend_xor = NULL, opened_at = NULL, xform_ver = NULL WHERE part = $1',
      [part, to],
    );
  /** Puts the ledger back to just before the confirmation of this range. */
  const unconfirm = async (from: number, to: number) => {
    const [sums] = await suite.ask<{ rows: string; xor: string }>(
      sql`SELECT count() AS rows, groupBitXor(_hash) AS xor FROM events WHERE _kp = ${part16()} AND _ko BETWEEN ${big(from)} AND ${big(to)}`,
    );
    await rollBack(from);
    const claim = await ledger().claim({ sink: 'warehouse', ...place() });
    await ledger().intend(claim, {
      from: BigInt(from),
      to: BigInt(to),
      rows: Number(sums!.rows),
      xor: BigInt(sums!.xor),
      openedAt: new Date(),
      xformVersion: '1',
    });
    assignAnew();
  };
  const big = (value: number) => uint64(BigInt(value));
  const part16 = () => uint16(part);

  it('stores a batch once: every table, every view', async () => {
    await putFirst(300);
    expect(tally(await take(0, 299))).toEqual({ kept: 300 });
    await expectFirst(300);
    expect(await row()).toMatchObject({ next_off: '300', pend_from: null });
  });

  it('stores nothing twice when batches come again, whole or cut otherwise, here or at another assignment', async () => {
    await putFirst(300);
    await take(0, 99);
    expect(tally(await take(0, 99))).toEqual({ kept: 100 });
    assignAnew();
    expect(tally(await take(50, 249))).toEqual({ kept: 200 });
    assignAnew();
    expect(tally(await take(0, 299))).toEqual({ kept: 300 });
    await expectFirst(300);
  });

  it('drops what a client sent again and refuses another content under the same identity, in a batch and across', async () => {
    const first = validatedEvents(base, base + 90);
    const other = { ...validatedEvent(base + 7), fingerprint: 'f'.repeat(64) };
    await put([...first, first[3]!, other, first[3]!]);
    expect(tally(await take(0, 92))).toEqual({ kept: 90, dropped: 2, ID_CONFLICT: 1 });
    await put([first[3]!, { ...other, id: `event-${base + 8}` }, validatedEvent(base + 90)]);
    const outcomes = await take(93, 95);
    expect(outcomes.map(({ status }) => status)).toEqual(['dropped', 'rejected', 'kept']);
    await expectFirst(91);
    assignAnew();
    expect((await take(93, 95)).map(({ status }) => status)).toEqual(['dropped', 'rejected', 'kept']);
    expect(tally(await take(0, 92))).toEqual({ kept: 90, dropped: 2, ID_CONFLICT: 1 });
  });

  it('knows what a client sent again also when Redis has forgotten all of it', async () => {
    // Hints are asked about what is young: old events are looked up in any case.
    const aMinuteAgo = new Date(Date.now() - 60_000).toISOString();
    const young = { occurred_at: aMinuteAgo, effective_at: aMinuteAgo };
    const events = validatedEvents(base, base + 60).map((event) => ({ ...event, ...young }));
    await put(events);
    await take(0, 59);
    // Under another prefix nothing was ever seen.
    const forgetful = await suite.start({ REDIS_KEY_PREFIX_ANALYTICS: `${suite.space.redisPrefix}forgetful` });
    await put(events);
    const again = await ranges.read({ topic: VALIDATED_TOPIC, partition: part, from: 60n, to: 119n });
    expect(tally(await forgetful.app.get(RangeSink).take(again, place(), signal))).toEqual({ dropped: 60 });
  });

  it('knows it by the time it was sent with, when hints are gone and a clock is corrected only the second time', async () => {
    const old = new Date(Date.now() - 86_400_000).toISOString();
    const events = validatedEvents(base, base + 3).map((event) => ({ ...event, occurred_at: old, effective_at: old }));
    const corrected = new Date(Date.now() + 60_000).toISOString();
    await put([...events, ...events.map((event) => ({ ...event, effective_at: corrected }))]);
    const redis = { REDIS_KEY_PREFIX_ANALYTICS: `${suite.space.redisPrefix}short` };
    const short = await suite.start({ ...redis, STREAM_PROCESSOR_DUPLICATE_HINT_SECONDS: '2' });
    await short.app.get(RangeSink).take(await batch(0, 2), place(), signal);
    await sleep(2_200);
    const again = await short.app.get(RangeSink).take(await batch(3, 5), place(), signal);
    expect(tally(again)).toEqual({ dropped: 3 });
  });

  it('decides the same when the range is tried again: its own rows and hints are no duplicates', async () => {
    await putFirst(60);
    await take(0, 59);
    await unconfirm(0, 59);
    expect(tally(await take(0, 59))).toEqual({ kept: 60 });
    await expectFirst(60);
    expect(await dirty()).toEqual([]);
  });

  it('refuses what is no event and keeps its neighbours', async () => {
    await put([validatedEvent(base), { ...validatedEvent(base + 1), id: 7 as never }, validatedEvent(base + 1)]);
    expect(tally(await take(0, 2))).toEqual({ kept: 2, DWH_REJECTED: 1 });
    await expectFirst(2);
  });

  it.each([
    ['none', 0],
    ['a part', 20],
  ])('a pending range of which %s is stored is completed', async (_, kept) => {
    await putFirst(90);
    await take(0, 89);
    for (const table of ['events', 'revenue_ledger', 'dim_games'] as const) {
      await suite.change(
        sql`ALTER TABLE ${identifier(['events', 'revenue_ledger', 'dim_games'], table)} DELETE WHERE _kp = ${part16()} AND _ko >= ${big(kept)}`,
      );
    }
    await unconfirmAs(90);
    expect(tally(await take(0, 89))).toEqual({ kept: 90 });
    const { viewed, units, ...rows } = totalsOf(90);
    expect(await suite.totals(base)).toMatchObject(rows);
    // The views had these rows before they were taken out by hand: that they are now twice in them is noted.
    expect((await dirty()).map(({ fact_table }) => fact_table)).toEqual(['dim_games', 'events', 'revenue_ledger']);
    expect([viewed, units]).toEqual([90, 60]);
  });
  /** As `unconfirm`, with the sums of what was to be stored instead of what is. */
  const unconfirmAs = async (count: number, openedAt = new Date()) => {
    const decided = (await batch(0, count - 1)).map(readRecord);
    const hashes = decided.map(({ candidate }) => candidate!.hash);
    await rollBack(0);
    const claim = await ledger().claim({ sink: 'warehouse', ...place() });
    const range = { from: 0n, to: BigInt(count - 1), rows: count, xor: xorOf(hashes) };
    await ledger().intend(claim, { ...range, openedAt, xformVersion: '1' });
    assignAnew();
  };

  it('a pending range that the server ended in the middle of has its copies filled again, and its marts noted', async () => {
    await putFirst(90);
    await take(0, 89);
    // As a server leaves it that wrote the tokens of these views, and ended before their rows.
    const filled = ['event_identities', 'events_by_user', 'mart_events_hourly'] as const;
    const during = sql`BETWEEN ${time(timeOf(base))} AND ${time(timeOf(base + 90))}`;
    for (const table of filled) {
      const at = table === 'mart_events_hourly' ? sql`hour` : sql`effective_at`;
      await suite.change(sql`ALTER TABLE ${identifier(filled, table)} DELETE WHERE ${at} ${during}`);
    }
    expect(await suite.totals(base)).toMatchObject({ events: 90, viewed: 0, known: 0 });
    await unconfirmAs(90, new Date('2026-01-01T00:00:00Z'));
    expect(tally(await take(0, 89))).toEqual({ kept: 90 });
    expect(await suite.totals(base)).toEqual({ ...totalsOf(90), viewed: 0 });
    expect(
      await suite.ask(
        sql`SELECT toInt32(uniqExact(source, id)) AS events FROM events_by_user WHERE effective_at ${during}`,
      ),
    ).toEqual([{ events: 90 }]);
    const noted = ['dim_games', 'events', 'revenue_ledger'];
    expect((await dirty()).map(({ fact_table, reason }) => [fact_table, reason])).toEqual(
      noted.map((table) => [table, 'views_unproven']),
    );
  });

  it('a pending range that was never inserted is inserted, and nothing has to be computed anew', async () => {
    await putFirst(90);
    await unconfirmAs(90);
    expect(tally(await take(0, 89))).toEqual({ kept: 90 });
    await expectFirst(90);
    expect(await dirty()).toEqual([]);
  });

  it('a pending range announced by another version of the code is taken out and stored as this one does', async () => {
    await putFirst(60);
    await take(0, 59);
    await unconfirm(0, 59);
    await suite.postgres.query("UPDATE sink_progress SET xform_ver = 'older', pend_rows = 7 WHERE part = $1", [part]);
    await suite.change(sql`ALTER TABLE events DELETE WHERE _kp = ${part16()} AND _ko < 30`);
    expect(tally(await take(0, 59))).toEqual({ kept: 60 });
    expect(await suite.totals(base)).toMatchObject({ events: 60, identities: 60, lines: 40 });
    expect(await dirty()).toMatchObject([
      { fact_table: 'dim_games', reason: 'views_unproven' },
      { fact_table: 'events', reason: 'repaired' },
      { fact_table: 'events', reason: 'views_unproven' },
      { fact_table: 'revenue_ledger', reason: 'views_unproven' },
    ]);
  });

  it('a ledger that lost its last commits catches up with what is stored', async () => {
    await putFirst(300);
    await take(0, 99);
    await take(100, 249);
    await rollBack(70);
    assignAnew();
    expect(tally(await take(200, 299))).toEqual({ kept: 100 });
    await expectFirst(300);
    expect(await row()).toMatchObject({ next_off: '300', pend_from: null });
    expect((await dirty()).every(({ reason }) => reason === 'ledger_rolled_back')).toBe(true);
  });

  it('a batch that begins behind the ledger has the range between read from Kafka', async () => {
    const events = validatedEvents(base, base + 300);
    await put([...events.slice(0, 249), { ...events[7]!, fingerprint: 'f'.repeat(64) }, ...events.slice(249)]);
    await take(0, 49);
    expect(tally(await take(250, 300))).toEqual({ kept: 51 });
    await expectFirst(300);
    // The runner never heard of the conflict in between, so the sink wrote its dead letter.
    const letters = await ranges.read({ topic: DLQ_TOPIC, partition: 0, from: 0n, to: 0n });
    const letter = JSON.parse(String(letters[0]!.value)) as DeadLetterRecord;
    expect(letter).toMatchObject({ reason_code: 'ID_CONFLICT', source: { partition: part, offset: '249' } });
  });

  it('stops where offsets are missing that Kafka keeps no longer', async () => {
    await putFirst(100);
    await take(0, 9);
    const later = await batch(60, 99);
    await suite.deleteRecords(service, part, 50);
    await expect(sink.take(later, place(), signal)).rejects.toBeInstanceOf(LedgerGap);
    assignAnew();
    await expect(sink.take(later, place(), signal)).rejects.toMatchObject({ reason: 'ledger_gap' });
    await expectFirst(10);
    expect(await row()).toMatchObject({ next_off: '10', pend_from: null });
  });

  it('stops where the topic ends before the ledger, and where it holds other records', async () => {
    await putFirst(100);
    await take(0, 99);
    await rollBack(101);
    assignAnew();
    await expect(take(0, 99)).rejects.toBeInstanceOf(TopicRecreated);
    await rollBack(100);
    const others = (await batch(0, 99)).map((record) => ({
      ...record,
      value: Buffer.from(`${String(record.value)} `),
    }));
    assignAnew();
    await expect(sink.take(others, place(), signal)).rejects.toMatchObject({ reason: 'topic_recreated' });
    assignAnew();
    expect(tally(await take(0, 99))).toEqual({ kept: 100 });
    await expectFirst(100);
  });

  it('isolates what the warehouse refuses: it is a dead letter as a whole, its neighbours are stored', async () => {
    const events = validatedEvents(base, base + 90);
    events[40] = { ...events[40]!, effective_at: '2150-01-01T00:00:00.000Z', schema_version: 5 };
    await put(events);
    await suite.change(
      sql`ALTER TABLE revenue_ledger ADD CONSTRAINT IF NOT EXISTS near CHECK booked_at < '2149-01-01 00:00:00'`,
    );
    try {
      expect(tally(await take(0, 89))).toEqual({ kept: 89, DWH_REJECTED: 1 });
      const stored = { events: 89, identities: 89, viewed: 89, lines: 58, units: 58 };
      expect(await suite.totals(base)).toMatchObject(stored);
      assignAnew();
      expect(tally(await take(0, 89))).toEqual({ kept: 89, DWH_REJECTED: 1 });
      await unconfirmAs(90);
      expect(tally(await take(0, 89))).toEqual({ kept: 89, DWH_REJECTED: 1 });
      expect(await suite.totals(base)).toMatchObject(stored);
    } finally {
      await suite.change(sql`ALTER TABLE revenue_ledger DROP CONSTRAINT IF EXISTS near`);
    }
  });

  it('cuts a batch that touches too many months', async () => {
    const events = Array.from({ length: 60 }, (_, month) => {
      const at = new Date(Date.UTC(2030 + Math.floor(month / 12), month % 12, 1)).toISOString();
      return validatedEvent(base + month * 3, { effective_at: at });
    });
    await put(events);
    expect(tally(await take(0, 59))).toEqual({ kept: 60 });
    const [parts] = await suite.ask<{ parts: string }>(
      sql`SELECT uniqExact(_part) AS parts FROM events WHERE _kp = ${part16()}`,
    );
    expect(Number(parts!.parts)).toBe(60);
  });

  it('of two owners the later one goes on, the earlier one changes nothing any more', async () => {
    await putFirst(200);
    const other = (await suite.start()).app.get(RangeSink);
    const mine = signal;
    await sink.take(await batch(0, 49), place(), mine);
    await other.take(await batch(50, 99), place(), new AbortController().signal);
    await expect(sink.take(await batch(50, 99), place(), mine)).rejects.toMatchObject({ code: 'CONFLICT' });
    await other.take(await batch(100, 199), place(), new AbortController().signal);
    await expectFirst(200);
  });
});
