import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { HASTY_LAKE, Stack } from './stack/stack';
import { toldWarehouse } from './stack/warehouse';

const TOOLS = path.join(__dirname, '..', '..', '..', 'tools');
const LOAD = path.join(TOOLS, 'load', 'src', 'main.mjs');
const BENCH = path.join(TOOLS, 'bench', 'src', 'main.mjs');
const EVENTS = 2_000;

interface LoadResult {
  readonly verdict: 'exact' | 'not exact';
  readonly acknowledged: number;
  readonly delay_ms: { readonly probes: number; readonly lost: number };
  readonly checks: readonly { readonly name: string; readonly holds: boolean; readonly found: unknown }[];
  readonly expected: {
    readonly source: string;
    readonly tally: { readonly distinct: number; readonly duplicates: number };
  };
  readonly file: string;
}

let stack: Stack;
let last: LoadResult;

beforeAll(async () => {
  stack = await Stack.start(HASTY_LAKE);
}, 300_000);
afterAll(() => stack.stop());

/** The tool as a person runs it; its exit code says whether everything was exact. */
function load(...flags: string[]): Promise<{ readonly code: number; readonly result: LoadResult }> {
  return new Promise((resolve, reject) => {
    const args = [LOAD, ...flags, '--json', '--data-dir', stack.directory];
    const child = execFile(process.execPath, args, { maxBuffer: 1e7 }, (_, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr));
      else resolve({ code: child.exitCode ?? -1, result: JSON.parse(stdout) as LoadResult });
    });
  });
}

describe.each(['http', 'kafka'])('a load over %s', (via) => {
  let result: LoadResult;
  let code: number;

  beforeAll(async () => {
    ({ code, result } = await load('--via', via, '--events', String(EVENTS), '--batch', '100'));
    last = result;
  }, 400_000);

  it('is stored exactly: every event once, refused ones with their reasons, money to the kopeck', () => {
    expect(result.checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(result).toMatchObject({ verdict: 'exact', acknowledged: EVENTS });
    expect(code).toBe(0);
  });

  it('had repeats and wrong events among it, and single events that were watched on their way', () => {
    const names = result.checks.map(({ name }) => name);
    expect(result.expected.tally.duplicates).toBeGreaterThan(EVENTS / 50);
    expect(names.filter((name) => name.startsWith('dead letters'))).toHaveLength(4);
    expect(result.delay_ms.probes).toBeGreaterThan(0);
    expect(result.delay_ms.lost).toBe(0);
  });
});

it('what people ask every day is read from marts, not from the events', async () => {
  const args = [BENCH, 'queries', '--plans', '--data-dir', stack.directory];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toMatch(/registrations, 30 days by day: mart_event_types_hourly\n/);
  expect(stdout).toMatch(
    /game_page_views by game_id, 30 days by day: mart_event_games_hourly, mart_event_types_hourly\n/,
  );
  expect(stdout).toMatch(/queries-plans +0 +≤ 0 +holds/);
});

// Last, because the warehouse is wrong from then on.
it('a load is no longer exact when one row is taken out of the warehouse', async () => {
  const { source, tally } = last.expected;
  // Each part of the table asks this for itself: without an order each may be told a row of another one, and none goes.
  const one = `SELECT source, id FROM events WHERE source = '${source}' ORDER BY id LIMIT 1`;
  await toldWarehouse(stack, `ALTER TABLE events DELETE WHERE (source, id) IN (${one}) SETTINGS mutations_sync = 2`);
  const { code, result } = await load('--verify', last.file);
  expect(code).toBe(1);
  expect(result.verdict).toBe('not exact');
  expect(result.checks.find(({ name }) => name === 'warehouse: rows')).toMatchObject({
    holds: false,
    found: tally.distinct - 1,
  });
});
