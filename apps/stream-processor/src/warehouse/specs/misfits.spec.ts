import { misfits, type TableText } from '../facts/misfits';

const SETTINGS = 'SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192';
const table = (name: string, settings = SETTINGS, views: string[] = [], engine = 'ReplacingMergeTree'): TableText => ({
  name,
  text: `CREATE TABLE db.${name} (\`id\` UInt64) ENGINE = ${engine} ORDER BY id ${settings}`,
  views,
});
const view = (name: string, to: string | undefined): TableText => ({
  name,
  text: `CREATE MATERIALIZED VIEW db.${name}${to === undefined ? '' : ` TO db.${to}`} (\`id\` UInt64) AS SELECT id FROM db.facts`,
  views: [],
});

describe('a warehouse', () => {
  it('is fit when everything that is filled remembers tokens', () => {
    const tables = [table('facts', SETTINGS, ['mart_mv']), view('mart_mv', 'mart'), table('mart'), table('other', '')];
    expect(misfits(tables, ['facts'])).toEqual([]);
  });

  it.each([
    ['a table is missing', [], 'the table facts is missing, run the migrations'],
    ['a table has no window', [table('facts', '')], 'facts has no deduplication window'],
    [
      'a table has a window of none',
      [table('facts', 'SETTINGS non_replicated_deduplication_window = 0')],
      'facts has no deduplication window',
    ],
    [
      'what a view fills has no window',
      [table('facts', SETTINGS, ['mart_mv']), view('mart_mv', 'mart'), table('mart', '')],
      'mart has no deduplication window',
    ],
    [
      'what a view of a view fills has no window',
      [
        table('facts', SETTINGS, ['a_mv']),
        view('a_mv', 'a'),
        table('a', SETTINGS, ['b_mv']),
        view('b_mv', 'b'),
        table('b', ''),
      ],
      'b has no deduplication window',
    ],
    [
      'a view keeps its own table',
      [table('facts', SETTINGS, ['hidden_mv']), view('hidden_mv', undefined)],
      'hidden_mv fills a table of its own, which has no deduplication window',
    ],
  ])('is not fit when %s', (_, tables, problem) => {
    expect(misfits(tables, ['facts'])).toEqual([problem]);
  });

  it('takes replicated tables to remember unless they are told not to', () => {
    const replicated = (settings: string) => table('facts', settings, [], "ReplicatedReplacingMergeTree('/p', 'r')");
    expect(misfits([replicated('')], ['facts'])).toEqual([]);
    expect(misfits([replicated('SETTINGS replicated_deduplication_window = 0')], ['facts'])).toHaveLength(1);
  });

  it('that looks at itself in a circle is still looked at', () => {
    const tables = [table('facts', SETTINGS, ['mv']), view('mv', 'facts')];
    expect(misfits(tables, ['facts'])).toEqual([]);
  });
});
