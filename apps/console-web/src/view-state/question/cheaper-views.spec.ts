import { parsePeriod } from '../period';
import { type MetricView, USUAL_VIEW } from '../view';
import { cheaperViews, readableGranularity } from './cheaper-views';

const NOW = new Date('2026-11-20T12:00:00Z');
const view = (period: string, change: Partial<MetricView> = {}): MetricView => ({
  ...USUAL_VIEW,
  period: parsePeriod(period)!,
  ...change,
});
const ways = (of: MetricView) => cheaperViews(of, NOW).map(({ by }) => by);

describe('asking for less', () => {
  it('offers each thing that can be taken away, one at a time', () => {
    const asked = view('last-365-days', {
      granularity: 'hour',
      dimensions: ['platform', 'game_id'],
      compare: 'previous_year',
      filters: [{ dimension: 'country', op: 'eq', values: ['RU'] }],
    });
    const cheaper = cheaperViews(asked, NOW);
    expect(cheaper.map(({ by }) => by)).toEqual(['granularity', 'period', 'dimensions', 'compare', 'filters']);
    expect(cheaper.map(({ view: next }) => next)).toEqual([
      { ...asked, granularity: 'day' },
      { ...asked, period: { kind: 'last', count: 7, unit: 'days' } },
      { ...asked, dimensions: ['platform'] },
      { ...asked, compare: 'none' },
      { ...asked, filters: [] },
    ]);
  });

  it('keeps the end of a period that was picked by its days', () => {
    const [, shorter] = cheaperViews(view('2025-01-01..2026-11-01', { granularity: 'day' }), NOW);
    expect(shorter!.view.period).toEqual({ kind: 'between', start: '2025-11-01', end: '2026-11-01' });
  });

  it('offers nothing that is asked for already', () => {
    expect(ways(view('last-28-days'))).toEqual(['granularity', 'period']);
    expect(ways(view('today', { granularity: 'month' }))).toEqual([]);
  });
});

describe('the granularity of a period', () => {
  it.each([
    [1 / 24, 'minute'],
    [2, 'hour'],
    [28, 'day'],
    [365, 'day'],
    [730, 'week'],
    [36_500, 'month'],
  ])('of %d days is by %s', (days, granularity) => expect(readableGranularity(days)).toBe(granularity));
});
