import { type Facts, MART_DUES_TABLE } from '@analytics/domain';
import { PipelineRunsStore, Postgres, SinkNotes } from '@analytics/infra-postgres';
import { SeededRandom } from '@analytics/testing';
import type { RunContext } from '../runs/pipeline';
import { RunRefused } from '../runs/pipeline-errors';
import { SchedulesConfig } from '../schedules/schedules.config';
import { DirtyNotes } from './dirty-months';
import { MartsDueWatch } from './marts-due.watch';
import { HOUR_MS, MartsSuite, randomEvents } from './marts-suite.fixture';
import { RebuildMartsParameters, RebuildMartsPipeline } from './rebuild-marts.pipeline';

const NOW = new Date();
const FROM = Date.UTC(NOW.getUTCFullYear(), NOW.getUTCMonth() - 1, 10);
const MONTH = new Date(FROM).toISOString().slice(0, 7);

describe('marts that are due', () => {
  let suite: MartsSuite;
  let sink: Postgres;
  let facts: Facts[];
  let watch: MartsDueWatch;

  beforeAll(async () => {
    suite = await MartsSuite.open('marts-due');
    sink = await Postgres.of(suite.meta, 'stream_processor');
    facts = await suite.insert(randomEvents(new SeededRandom(9), 500, FROM, FROM + 24 * HOUR_MS));
    const runs = new PipelineRunsStore(suite.postgres);
    watch = new MartsDueWatch(new SchedulesConfig(), suite.clickhouse, new DirtyNotes(suite.postgres), runs);
  });
  afterAll(async () => {
    await sink.close();
    await suite.close();
  });

  const requests = () =>
    suite.postgres.query<{ parameters: unknown }>(
      `SELECT parameters FROM pipeline_runs WHERE pipeline = 'rebuild-marts' AND requested_by = 'marts due' ORDER BY requested_at`,
    );
  const open = () => new DirtyNotes(suite.postgres).open();
  const rebuild = async (months?: string[], config = suite.config) => {
    const pipeline = new RebuildMartsPipeline(suite.clickhouse, suite.postgres, new DirtyNotes(suite.postgres), config);
    const lines: string[] = [];
    const context = {
      ...{ parameters: Object.assign(new RebuildMartsParameters(), { months }), signal: new AbortController().signal },
      log: (line: string) => lines.push(line),
    } as unknown as RunContext<RebuildMartsParameters>;
    return { result: await pipeline.run(context), lines };
  };
  const note = (offset: bigint) =>
    new SinkNotes(sink).markDirty({
      ...{ factTable: 'events', months: [`${MONTH}-01`], reason: 'repaired', topic: 'validated', part: 0 },
      ...{ from: offset, to: offset },
    });

  it('are asked for by nobody while nothing is', async () => {
    await expect(watch.ask(NOW)).resolves.toBe(false);
    expect(await requests()).toEqual([]);
  });

  it('are asked for once after a sink repaired a range, made right, and settled', async () => {
    const before = await suite.contents();
    await note(1n);
    await suite.put(facts.slice(0, 100), 'again-under-another-token');
    expect(await suite.contents()).not.toEqual(before);

    await expect(Promise.all([watch.ask(NOW), watch.ask(NOW)])).resolves.toContain(true);
    await expect(watch.ask(NOW)).resolves.toBe(false);
    expect(await requests()).toEqual([{ parameters: { months: [MONTH] } }]);

    const { lines, result } = await rebuild([MONTH]);
    expect(lines.some((line) => line.includes('corrected'))).toBe(true);
    expect(await suite.contents()).toEqual(before);
    expect((await open()).ids).toEqual([]);
    expect((await rebuild([MONTH])).result.outputHash).toBe(result.outputHash);
    await expect(watch.ask(NOW)).resolves.toBe(false);
  });

  it('stay due where another month was made anew', async () => {
    await note(2n);
    await rebuild(['2020-01']);
    expect((await open()).months).toEqual([Number(MONTH.replace('-', ''))]);
    await rebuild();
    expect((await open()).ids).toEqual([]);
  });

  it('of a cluster are left alone, and it is said why', async () => {
    const before = await suite.contents();
    const clustered = Object.assign(Object.create(suite.config) as typeof suite.config, {
      cluster: 'analytics_cluster',
    });
    await expect(rebuild([MONTH], clustered)).rejects.toBeInstanceOf(RunRefused);
    expect(await suite.contents()).toEqual(before);
  });

  it('are asked for when their month stands on the list in the warehouse, until a certificate is younger', async () => {
    const rows = [{ month: Number(MONTH.replace('-', '')), asked_at: new Date() }];
    await suite.clickhouse.insert(MART_DUES_TABLE, rows, { token: 'due' });
    await expect(watch.ask(new Date(NOW.getTime() + 24 * HOUR_MS))).resolves.toBe(true);
    await rebuild([MONTH]);
    await expect(watch.ask(new Date(NOW.getTime() + 48 * HOUR_MS))).resolves.toBe(false);
  });
});
