import { readOutlook, readView, writeOutlook, writeView } from './link';
import { type MetricView, USUAL_OUTLOOK, USUAL_VIEW } from './view';

const VIEW: MetricView = {
  metric: 'net_revenue',
  period: { kind: 'between', start: '2026-11-01', end: '2026-11-08' },
  zone: 'Asia/Yekaterinburg',
  granularity: 'week',
  dimensions: ['platform', 'country'],
  filters: [{ dimension: 'game_id', op: 'in', values: ['1f0c', 'a,b'] }],
  compare: 'previous_year',
  basis: 'purchase_date',
  chart: 'stacked',
  top: 20,
};

const USUAL: Readonly<Record<string, string>> = writeView(USUAL_VIEW);

describe('a link to a view', () => {
  it('carries all of it', () => {
    expect(readView(writeView(VIEW))).toEqual({ view: VIEW, problems: [] });
    expect(readView(writeView(USUAL_VIEW))).toEqual({ view: USUAL_VIEW, problems: [] });
  });

  it('is the same after a way through the address bar', () => {
    const search = String(new URLSearchParams(writeView(VIEW)));
    expect(readView(Object.fromEntries(new URLSearchParams(search)))).toEqual({ view: VIEW, problems: [] });
  });

  it('says what is usual too, so that it stays when the usual changes', () => {
    expect(Object.keys(writeView(USUAL_VIEW)).sort()).toEqual(
      ['basis', 'chart', 'compare', 'granularity', 'metric', 'period', 'top', 'zone'].sort(),
    );
  });

  it('may come from a router that took a number for one', () => {
    expect(readView({ ...writeView(VIEW), top: 20 }).view.top).toBe(20);
  });

  it('without anything is the usual view', () => expect(readView({})).toEqual({ view: USUAL_VIEW, problems: [] }));

  it.each([
    ['metric', 'Robert"); DROP'],
    ['period', 'last-7-fortnights'],
    ['zone', 'Mars/Olympus'],
    ['granularity', 'quarter'],
    ['by', 'platform,platform'],
    ['by', 'a,b,c,d,e,f'],
    ['where', 'platform'],
    ['compare', 'yesterday'],
    ['basis', 'cash'],
    ['chart', 'pie'],
    ['top', '0'],
    ['top', '1001'],
    ['top', '1e2'],
    ['segment', 'whales'],
  ])('with a wrong %s (%s) keeps the rest and says so', (parameter, given) => {
    const { view, problems } = readView({ ...writeView(VIEW), [parameter]: given });
    const { [parameter]: _, ...rest } = writeView(VIEW) as Readonly<Record<string, string>>;
    const usual = USUAL[parameter];
    expect(writeView(view)).toEqual({ ...rest, ...(usual !== undefined && { [parameter]: usual }) });
    expect(problems).toEqual([{ parameter, given, reason: 'unknown' }]);
  });

  it('is not followed into objects', () => {
    const { view, problems } = readView({ metric: { name: 'dau' } });
    expect(view).toEqual(USUAL_VIEW);
    expect(problems).toEqual([{ parameter: 'metric', given: '{"name":"dau"}', reason: 'unknown' }]);
  });
});

describe('a link to the overview', () => {
  it('carries its period, zone, filters and comparison', () => {
    const outlook = { ...USUAL_OUTLOOK, zone: 'UTC', filters: VIEW.filters, compare: 'none' as const };
    expect(readOutlook(writeOutlook(outlook))).toEqual({ view: outlook, problems: [] });
  });

  it('says what it does not know', () => {
    expect(readOutlook({ granularity: 'day' }).problems).toEqual([
      { parameter: 'granularity', given: 'day', reason: 'unknown' },
    ]);
  });
});
