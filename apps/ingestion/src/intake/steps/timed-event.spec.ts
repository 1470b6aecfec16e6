import { DeviceClocks } from '@analytics/domain';
import { aGameViewed } from '@analytics/testing';
import type { Known } from './known-event';
import { timedEvent } from './timed-event';

const DAY_MS = 86_400_000;
const RECEIVED = new Date('2026-11-01T12:00:00Z');
const BOUNDS = {
  live: { aheadMs: 600_000, behindMs: 30 * DAY_MS },
  imported: { aheadMs: 600_000, behindMs: 3_653 * DAY_MS },
};

function timed(time: string, importId: string | null, more: object = {}) {
  const event = { ...aGameViewed({}, { time }), ...more };
  const actors = { user: undefined, device: { kind: 'device', id: 'd' } };
  const clocks = new DeviceClocks({ toleranceMs: 120_000, devices: 10 });
  return timedEvent(clocks, BOUNDS, { event, actors, receivedAt: RECEIVED, importId } as unknown as Known);
}

describe('the time of an event', () => {
  it('may lie years back in an import, and only there', () => {
    expect(timed('2019-03-01T10:00:00Z', 'i')).toMatchObject({ ok: true });
    expect(timed('2019-03-01T10:00:00Z', null)).toMatchObject({ refusal: { code: 'EVENT_TIME_OUT_OF_RANGE' } });
    expect(timed('2015-03-01T10:00:00Z', 'i')).toMatchObject({ refusal: { code: 'EVENT_TIME_OUT_OF_RANGE' } });
    expect(timed('2026-11-01T12:11:00Z', 'i')).toMatchObject({ refusal: { code: 'EVENT_TIME_OUT_OF_RANGE' } });
  });

  it('is not moved because an old event was sent long ago', () => {
    const sent = { sentat: '2019-03-01T10:00:05Z' };
    const effectiveAt = new Date('2019-03-01T10:00:00Z');
    expect(timed('2019-03-01T10:00:00Z', 'i', sent)).toMatchObject({ value: { effectiveAt } });
    // A live device whose clock is that far behind is corrected, or out of bounds.
    expect(timed('2026-11-01T10:00:00Z', null, { sentat: '2026-11-01T10:00:05Z' })).toMatchObject({
      value: { effectiveAt: new Date('2026-11-01T12:00:00Z') },
    });
  });
});
