import { days } from '../answer.fixture';
import { strokes } from './sparkline';

describe('a sparkline', () => {
  it('begins at zero and goes dashed where the period is not over', () => {
    expect(strokes(days([0, 5, 10], 1), 46)).toEqual({
      finished: 'M0 43L120 23',
      unfinished: 'M120 23L240 3',
      dots: [],
    });
  });

  it('has no dashes when all is over', () => {
    expect(strokes(days([1, 2]), 46).unfinished).toBe('M240 3');
  });

  it('leaves gaps and shows a number between them', () => {
    const { finished, dots } = strokes(days([4, null, 4, null, 2, 4]), 46);
    expect(finished).toBe('M0 3M96 3M192 23L240 3');
    expect(dots).toEqual([
      [0, 3],
      [96, 3],
    ]);
  });

  it('shows below zero too', () => {
    expect(strokes(days([-10, 10]), 46).finished).toBe('M0 43L240 3');
  });

  it.each([[[]], [[null, null]], [[0, 0]]])('of %j is drawn without a number that is none', (values) => {
    expect(JSON.stringify(strokes(days(values), 46))).not.toMatch(/NaN|Infinity|null/);
  });
});
