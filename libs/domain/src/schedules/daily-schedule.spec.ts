import fc from 'fast-check';
import { TimeZone } from '../time/time-zone';
import { lastOccurrence } from './daily-schedule';

const moscow = { hour: 3, minute: 30, zone: TimeZone.of('Europe/Moscow') };
const berlin = (hour: number, minute: number) => ({ hour, minute, zone: TimeZone.of('Europe/Berlin') });
const last = (schedule: typeof moscow, now: string): string => lastOccurrence(schedule, new Date(now)).toISOString();

describe('the last occurrence of a daily schedule', () => {
  it('is today’s from its minute on, and yesterday’s before', () => {
    expect(last(moscow, '2026-11-20T00:30:00.000Z')).toBe('2026-11-20T00:30:00.000Z');
    expect(last(moscow, '2026-11-20T00:29:59.999Z')).toBe('2026-11-19T00:30:00.000Z');
    expect(last(moscow, '2026-11-20T23:59:59.999Z')).toBe('2026-11-20T00:30:00.000Z');
  });

  it('is the instant of the skip when the clock skips its time, and the first of two when it comes twice', () => {
    expect(last(berlin(2, 30), '2026-03-29T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(last(berlin(2, 30), '2026-10-25T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(last(berlin(2, 30), '2026-10-25T01:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('is that of a day that the clock made shorter, in the first hour of the day after it too', () => {
    expect(last(berlin(3, 30), '2026-03-29T22:30:00Z')).toBe('2026-03-29T01:30:00.000Z');
    const lordHowe = { hour: 0, minute: 1, zone: TimeZone.of('Australia/Lord_Howe') };
    expect(last(lordHowe, '2024-10-06T13:00:00Z')).toBe('2024-10-05T13:31:00.000Z');
  });

  it('comes once on every day of a zone, and never after now', () => {
    const zones = ['Europe/Moscow', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
    const days = fc.integer({ min: 0, max: 3_000 });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.nat(23),
        fc.nat(59),
        days,
        fc.nat(86_399),
        (name, hour, minute, d, s) => {
          const zone = TimeZone.of(name);
          const now = new Date(Date.UTC(2022, 0, 1) + d * 86_400_000 + s * 1_000);
          const at = lastOccurrence({ hour, minute, zone }, now);
          expect(at.getTime()).toBeLessThanOrEqual(now.getTime());
          expect(now.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
          const before = lastOccurrence({ hour, minute, zone }, new Date(at.getTime() - 1));
          const gap = (at.getTime() - before.getTime()) / 3_600_000;
          expect(gap).toBeGreaterThanOrEqual(22);
          expect(gap).toBeLessThanOrEqual(26);
        },
      ),
    );
  });
});
