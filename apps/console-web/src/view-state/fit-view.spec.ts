import { allowsChart, fitView } from './fit-view';
import { type MetricView, USUAL_VIEW } from './view';

const METRIC = {
  kind: 'count',
  dimensions: ['platform', 'country'],
  granularities: ['hour', 'day', 'week', 'month'],
} as const;
const VIEW: MetricView = { ...USUAL_VIEW, metric: 'orders', dimensions: ['platform'], chart: 'stacked' };

describe('a view fitted to its metric', () => {
  it('stays as it is where the metric has an answer', () => {
    expect(fitView(VIEW, METRIC)).toEqual({ view: VIEW, problems: [] });
  });

  it('loses what the metric knows nothing of, and says what', () => {
    const service = { dimension: 'service', op: 'in', values: ['payment'] } as const;
    const country = { dimension: 'country', op: 'eq', values: ['RU'] } as const;
    const asked: MetricView = {
      ...VIEW,
      dimensions: ['genre', 'platform'],
      filters: [service, country],
      granularity: 'minute',
    };
    const { view, problems } = fitView(asked, METRIC);
    expect(view).toEqual({ ...VIEW, dimensions: ['platform'], filters: [country], granularity: 'day' });
    expect(problems).toEqual([
      { parameter: 'by', given: 'genre', reason: 'not_of_metric' },
      { parameter: 'where', given: 'service:in:payment', reason: 'not_of_metric' },
      { parameter: 'granularity', given: 'minute', reason: 'not_of_metric' },
    ]);
  });

  it('is not stacked where groups share people', () => {
    const { view, problems } = fitView(VIEW, { ...METRIC, kind: 'unique' });
    expect(view.chart).toBe('line');
    expect(problems).toEqual([{ parameter: 'chart', given: 'stacked', reason: 'not_of_metric' }]);
    expect([
      allowsChart({ ...METRIC, kind: 'ratio' }, 'stacked'),
      allowsChart({ ...METRIC, kind: 'ratio' }, 'area'),
    ]).toEqual([false, true]);
  });
});
