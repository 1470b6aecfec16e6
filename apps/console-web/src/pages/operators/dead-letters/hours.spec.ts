import { hourBars } from './hours';

const at = (hour: string, count = 1) => ({ hour: `2026-11-${hour}:00:00.000Z`, count });

describe('bars of hours', () => {
  it('are none without groups', () => {
    expect(hourBars([])).toEqual([]);
  });

  it('are at least a day, so that one hour does not look like all of them', () => {
    const bars = hourBars([at('20T10', 5)]);
    expect(bars).toHaveLength(24);
    expect(bars.at(-1)).toEqual(at('20T10', 5));
    expect(bars[0]).toEqual(at('19T11', 0));
  });

  it('show the hours between that have none, whatever the order they come in', () => {
    const bars = hourBars([at('20T10', 2), at('18T10', 7), at('19T10', 3)]);
    expect(bars).toHaveLength(49);
    expect(bars.filter(({ count }) => count > 0).map(({ count }) => count)).toEqual([7, 3, 2]);
  });

  it('are a week at most, the last one', () => {
    const bars = hourBars([at('01T10'), at('20T10', 2)]);
    expect(bars).toHaveLength(168);
    expect(bars.at(-1)).toEqual(at('20T10', 2));
  });
});
