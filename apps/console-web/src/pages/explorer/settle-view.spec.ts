import type { MetricDefinitionAnswer } from '@analytics/contracts';
import { writeView } from '../../view-state/link';
import { USUAL_VIEW } from '../../view-state/view';
import { isListed, settleView } from './settle-view';

const metric = (name: string, dimensions: string[]) =>
  ({ name, kind: 'unique', dimensions, granularities: ['day'] }) as unknown as MetricDefinitionAnswer;
const METRICS = [metric('payers', ['payment_method']), metric('dau', ['platform'])];

describe('the view of an address', () => {
  it('is settled by the metric it names', () => {
    const view = { ...USUAL_VIEW, metric: 'payers', dimensions: ['payment_method'] };
    expect(settleView(writeView(view), METRICS)).toEqual({ view, metric: METRICS[0], problems: [] });
  });

  it('falls back to the usual metric where its own is gone, and says what went', () => {
    const view = { ...USUAL_VIEW, metric: 'abolished', dimensions: ['payment_method'] };
    const settled = settleView({ ...writeView(view), chart: 'pie' }, METRICS);
    expect(settled?.view).toEqual(USUAL_VIEW);
    expect(settled?.problems.map(({ parameter, given }) => [parameter, given])).toEqual([
      ['chart', 'pie'],
      ['metric', 'abolished'],
      ['by', 'payment_method'],
    ]);
  });

  it('may be of a metric that stands in no list', () => {
    expect(isListed({ metric: 'archived_one' }, METRICS)).toBe(false);
    expect(isListed({ metric: 'payers' }, METRICS)).toBe(true);
    expect(isListed({}, METRICS)).toBe(true);
  });

  it('is none where there are no metrics', () => expect(settleView({}, [])).toBeUndefined());
});
