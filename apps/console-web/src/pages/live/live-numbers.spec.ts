import type { ServerFrame } from '@analytics/contracts';
import { afterFrame, NOTHING_YET } from './live-numbers';

const frame = (op: 'snapshot' | 'delta', seq: number, values: Record<string, number>, stale = false): ServerFrame => ({
  op,
  id: '1',
  seq,
  as_of: `2026-11-21T12:00:0${seq}Z`,
  data: Object.entries(values).map(([name, value]) => ({ name, window: '5m', value })),
  meta: { watermark: null, stale },
});

describe('live numbers', () => {
  it('are what the snapshot says, changed by what came after it', () => {
    const first = afterFrame(NOTHING_YET, frame('snapshot', 1, { events: 10, revenue: 5.5 }));
    const second = afterFrame(first, frame('delta', 2, { events: 12 }));
    expect(second).toMatchObject({ values: { events: 12, revenue: 5.5 }, seq: 2, asOf: '2026-11-21T12:00:02Z' });
  });

  it('forget with a new snapshot what it does not hold', () => {
    const first = afterFrame(NOTHING_YET, frame('snapshot', 1, { events: 10, revenue: 5 }));
    expect(afterFrame(first, frame('snapshot', 2, { events: 3 })).values).toEqual({ events: 3 });
  });

  it('tell that they lag behind, and that they do no more', () => {
    const lagging = afterFrame(NOTHING_YET, frame('snapshot', 1, { events: 1 }, true));
    expect(lagging.isStale).toBe(true);
    expect(afterFrame(lagging, frame('delta', 2, {})).isStale).toBe(false);
  });

  it('do not change with answers to a ping', () => {
    const numbers = afterFrame(NOTHING_YET, frame('snapshot', 1, { events: 1 }));
    expect(afterFrame(numbers, { op: 'pong', id: null, seq: 9, as_of: '2026-11-21T12:00:09Z' })).toBe(numbers);
  });
});
