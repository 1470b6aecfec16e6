import { randomUUID } from 'node:crypto';
import { VALIDATED_TOPIC } from '@analytics/contracts';
import { LEDGER_TYPES, sql, text, uint16, uint64 } from '@analytics/domain';
import {
  AuditLog,
  type PipelineRun,
  PipelineRunLog,
  PipelineRunsStore,
  type ReconciliationReport,
  ReconciliationsStore,
} from '@analytics/infra-postgres';
import type { RunningService } from '@analytics/service-kit';
import { type Delivery, eventually, generateStore } from '@analytics/testing';
import { WarehouseSuite } from '../fixtures/warehouse-suite.fixture';
import { startWholeWorker } from '../fixtures/whole-worker.fixture';
import type { LakeEvent } from '../lake/lake-reader';

const HOUR = new Date('2026-11-10T10:00:00Z');
const PERIOD = { from: '2026-11-10T00:00:00.000Z', until: '2026-11-11T00:00:00.000Z' };
const EVENTS = 1_000;

describe('a reconciliation of lake and warehouse', () => {
  let suite: WarehouseSuite;
  let worker: RunningService;
  let runs: PipelineRunsStore;
  let deliveries: readonly Delivery[];
  let delivered: LakeEvent[];
  let stored: LakeEvent[];

  beforeAll(async () => {
    suite = await WarehouseSuite.open('pipeline-worker-reconciliation');
    runs = new PipelineRunsStore(suite.postgres);
    deliveries = generateStore({ seed: 7, events: EVENTS, users: 60, games: 12, days: 40 }).deliveries;
    delivered = await suite.deliver(deliveries, HOUR, Math.ceil(EVENTS / 4));
    stored = await suite.store(delivered);
    worker = await startWholeWorker(suite.env());
  });
  afterAll(async () => {
    await worker.close();
    await suite.close();
  });

  async function reconciled(
    more: object = {},
    id = randomUUID(),
  ): Promise<ReconciliationReport & { run: PipelineRun }> {
    const parameters = { ...PERIOD, settle_seconds: 0, ...more };
    await runs.request({ id, pipeline: 'reconciliation', parameters, requestedBy: 'a test' });
    const run = await ended(id);
    expect(run).toMatchObject({ status: 'succeeded', errorDetail: null });
    return { ...(await new ReconciliationsStore(suite.postgres).find(id))!, run };
  }

  const ended = (id: string): Promise<PipelineRun> =>
    eventually(async () => {
      const run = await runs.find(id);
      expect(run?.finishedAt).toBeInstanceOf(Date);
      return run!;
    });

  const lineOf = ({ lines }: ReconciliationReport, { lineage }: LakeEvent) =>
    lines.find(
      (line) =>
        line.part === lineage.partition && line.firstOffset <= lineage.offset && line.lastOffset >= lineage.offset,
    )!;
  const at = ({ lineage }: LakeEvent) =>
    sql`_kt = ${text(VALIDATED_TOPIC)} AND _kp = ${uint16(lineage.partition)} AND _ko = ${uint64(lineage.offset)}`;
  const single = ({ lineage: { offset } }: LakeEvent) => [[offset, offset]];
  const withLines = (): LakeEvent[] => stored.filter(({ event }) => LEDGER_TYPES.includes(event.type));
  const contents = () => suite.contents();
  /** What the marts say once every rebuild that was asked for is done. */
  async function marts(): Promise<unknown> {
    await eventually(async () => {
      const waiting = `SELECT FROM pipeline_runs WHERE pipeline = 'rebuild-marts' AND finished_at IS NULL`;
      expect(await suite.postgres.query(waiting)).toEqual([]);
    });
    return suite.run(
      sql`SELECT * FROM (SELECT event_type AS what, hour, toInt64(sum(events)) AS n FROM mart_events_hourly GROUP BY what, hour
        UNION ALL SELECT payment_kind AS what, hour, sum(gross_kopecks) AS n FROM mart_sales_hourly GROUP BY what, hour) ORDER BY what, hour`,
    );
  }
  /** What the audit says of a run. */
  const audited = async (id: string) =>
    (await new AuditLog(await suite.as('admin')).page({ object: id }, 10)).map(({ actor, action, result, after }) => ({
      ...{ actor, action, result, after },
    }));
  const noFault = { missing: [], extra: [], changed: [] };

  it('finds no difference where there is none, and says what it compared', async () => {
    const report = await reconciled();
    expect(report).toMatchObject({ difference: 0, repaired: 0, gaps: [] });
    const sum = (pick: (line: ReconciliationReport['lines'][number]) => number) =>
      report.lines.reduce((total, line) => total + pick(line), 0);
    expect(sum(({ offsets }) => offsets)).toBe(delivered.length);
    expect(sum(({ lakeRows }) => lakeRows)).toBe(delivered.length);
    expect(sum(({ warehouseRows }) => warehouseRows)).toBe(stored.length);
    expect(sum(({ duplicates }) => duplicates)).toBe(delivered.length - stored.length);
    expect(sum(({ inFlight }) => inFlight)).toBe(0);
    expect(sum(({ duplicates }) => duplicates)).toBeGreaterThan(0);
    expect(report.lines.map(({ lakeXor }) => lakeXor)).toEqual(report.lines.map(({ warehouseXor }) => warehouseXor));
    const gross = report.lines.reduce((total, line) => total + line.lakeGrossKopecks, 0n);
    const [ledger] = await suite.run<{ gross: string }>(sql`SELECT sum(gross_kopecks) AS gross FROM revenue_ledger`);
    expect(gross).toBe(BigInt(ledger!.gross));
    expect(gross).toBeGreaterThan(0n);
    expect(new Set(report.lines.map(({ part }) => part)).size).toBe(2);
    expect(report.run).toMatchObject({ processedRecords: delivered.length, inputManifest: { rows: delivered.length } });
    expect((await reconciled()).run.outputHash).toBe(report.run.outputHash);
  });

  it('is read by the admin app, which may change nothing', async () => {
    const { id } = await reconciled();
    const admin = await suite.as('admin');
    expect(await new PipelineRunLog(admin, 'pipeline_worker').find(id)).toMatchObject({ status: 'succeeded' });
    const [newest] = await new PipelineRunLog(admin, 'pipeline_worker').latest('reconciliation', 1);
    expect(newest!.id).toBe(id);
    expect(await new ReconciliationsStore(admin, 'pipeline_worker').find(id)).toMatchObject({ difference: 0 });
    const change = admin.query('DELETE FROM pipeline_worker.reconciliation_lines');
    await expect(change).rejects.toMatchObject({ sqlState: '42501' });
  });

  it('looks at the hours of the period alone', async () => {
    const report = await reconciled({ from: '2026-11-10T10:00:00Z', until: '2026-11-10T11:00:00Z' });
    expect(report.lines.map(({ hour }) => hour)).toEqual([HOUR, HOUR]);
  });

  it('names a row that is gone, a row that is there twice and an amount that was changed, and nothing else', async () => {
    const before = await contents();
    const [gone, doubled] = stored.filter(({ event }) => !LEDGER_TYPES.includes(event.type)).slice(20);
    const changed = withLines().find(({ lineage }) => lineage.offset > 30n)!;
    await suite.change(sql`ALTER TABLE events DELETE WHERE ${at(gone!)}`);
    await suite.change(sql`ALTER TABLE revenue_ledger UPDATE gross_kopecks = gross_kopecks + 1 WHERE ${at(changed)}`);

    // A merge makes one row of two that are the same: what views counted twice stays so.
    await suite.change(sql`SYSTEM STOP MERGES events`);
    await suite.put([doubled!], 'again under another token');
    const report = await reconciled();
    await suite.change(sql`SYSTEM START MERGES events`);
    expect(report).toMatchObject({ difference: 3, repaired: 0 });
    expect(lineOf(report, gone!).missing).toEqual(single(gone!));
    expect(lineOf(report, doubled!).extra).toEqual(single(doubled!));
    expect(lineOf(report, changed).changed).toEqual(single(changed));
    const money = lineOf(report, changed);
    expect(money.warehouseGrossKopecks).not.toBe(money.lakeGrossKopecks);
    expect(report.lines.reduce((sum, line) => sum + line.difference, 0)).toBe(3);

    const repaired = await reconciled({ repair: true });
    expect(repaired.difference).toBeGreaterThanOrEqual(2);
    expect(repaired.repaired).toBe(repaired.difference);
    const after = { ...PERIOD, difference: repaired.difference, repaired: repaired.difference, missing: 1, changed: 1 };
    const repair = { actor: 'system:reconciliation', action: 'reconciliation.repair', result: 'done' };
    expect(await audited(repaired.id)).toMatchObject([{ ...repair, after: { ...after, requested_by: 'a test' } }]);
    const clean = await reconciled({ repair: true });
    expect(clean).toMatchObject({ difference: 0 });
    expect(await audited(report.id)).toEqual([]);
    expect(await audited(clean.id)).toEqual([]);
    expect(await contents()).toEqual(before);
  });

  it('says once what a repair mended, also when its worker died before or after it could say so', async () => {
    const gone = stored.filter(({ event }) => !LEDGER_TYPES.includes(event.type)).at(-5)!;
    await suite.change(sql`ALTER TABLE events DELETE WHERE ${at(gone)}`);
    const { id } = await reconciled();
    await reconciled({ repair: true });
    const resumed = async (parameters: object): Promise<void> => {
      const { attempts } = (await runs.find(id))!;
      await suite.postgres.query(
        `UPDATE pipeline_runs SET status = 'queued', finished_at = NULL, parameters = parameters || $2 WHERE id = $1`,
        [id, JSON.stringify(parameters)],
      );
      expect((await ended(id)).attempts).toBe(attempts + 1);
    };
    const mended = { difference: 1, repaired: 1 };
    // What a repair has found is written down before it touches anything, and then its worker may die.
    await resumed({ repair: true });
    expect(await new ReconciliationsStore(suite.postgres).find(id)).toMatchObject(mended);
    expect(await audited(id)).toMatchObject([{ after: { ...mended, missing: 1, extra: 0, changed: 0 } }]);
    // Or the end of the run was not written down.
    await resumed({});
    expect(await new ReconciliationsStore(suite.postgres).find(id)).toMatchObject(mended);
    expect(await audited(id)).toHaveLength(1);
  });

  it('puts a whole lost hour back, and has the marts of its months made anew', async () => {
    const [before, martsBefore] = [await contents(), await marts()];
    const report = await reconciled();
    const { part, firstOffset, lastOffset, duplicates } = report.lines[1]!;
    for (const table of [sql`events`, sql`revenue_ledger`, sql`exposures`, sql`service_measurements`, sql`dim_games`]) {
      await suite.change(
        sql`ALTER TABLE ${table} DELETE WHERE _kp = ${uint16(part)} AND _ko BETWEEN ${uint64(firstOffset)} AND ${uint64(lastOffset)}`,
      );
    }
    const found = await reconciled({ repair: true });
    const lost = Number(lastOffset - firstOffset) + 1 - duplicates;
    expect(found).toMatchObject({ difference: lost, repaired: lost });
    expect(await contents()).toEqual(before);
    expect(await marts()).toEqual(martsBefore);
  });

  it('tells an event that was stored from two offsets, and leaves the first of them', async () => {
    const [first] = deliveries;
    const later = new Date(Date.parse(first!.event.effective_at) + 48 * 3_600_000).toISOString();
    const again = { ...first!, event: { ...first!.event, effective_at: later } };
    const [repeat] = (await suite.deliver([again], new Date('2026-11-10T18:00:00Z'), 1)) as [LakeEvent];
    await suite.store([]);
    expect(await reconciled()).toMatchObject({ difference: 0 });
    const before = await contents();
    await suite.put([repeat], 'a repeat that got through');
    const report = await reconciled({ repair: true });
    expect(report).toMatchObject({ difference: 1, repaired: 1 });
    expect(lineOf(report, repeat)).toMatchObject({ ...noFault, extra: single(repeat) });
    expect(await contents()).toEqual(before);
  });

  it('does not miss what the sink had to refuse', async () => {
    const [{ event, partitionKey }] = deliveries as [Delivery];
    const larger = { partitionKey, event: { ...event, id: 'has a number too large for a column', user_no: 2 ** 40 } };
    const [refused] = (await suite.deliver([larger], new Date('2026-11-10T19:00:00Z'), 1)) as [LakeEvent];
    await suite.store([]);
    const report = await reconciled();
    expect(report).toMatchObject({ difference: 0 });
    expect(lineOf(report, refused)).toMatchObject({ lakeRows: 1, warehouseRows: 0, refused: 1, lakeXor: 0n });
  });

  it('names offsets that the sink has not confirmed, and does not take them for stored', async () => {
    const store = generateStore({ seed: 8, events: 50, users: 5, games: 3, days: 2 });
    const more = await suite.deliver(store.deliveries, new Date('2026-11-10T20:00:00Z'), 1_000);
    const report = await reconciled({ from: '2026-11-10T20:00:00Z' });
    expect(report.lines.reduce((sum, line) => sum + line.inFlight, 0)).toBe(more.length);
    expect(report.difference).toBeGreaterThan(0);
  });

  it('refuses a period that is none', async () => {
    const id = randomUUID();
    const parameters = { from: PERIOD.until, until: PERIOD.from };
    await runs.request({ id, pipeline: 'reconciliation', parameters, requestedBy: 'a test' });
    expect(await ended(id)).toMatchObject({ status: 'failed', errorCode: 'CONFLICT', attempts: 1 });
  });
});
