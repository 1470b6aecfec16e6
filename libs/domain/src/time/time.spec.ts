import { bucketStarts } from './buckets';
import { Period, PeriodInvalid } from './period';
import { TimeZone, TimeZoneUnknown } from './time-zone';

const starts = (from: string, until: string, granularity: 'hour' | 'day', zoneName: string) => {
  const zone = TimeZone.of(zoneName);
  return bucketStarts(Period.parse(from, until, zone), granularity, zone).map((start) => zone.format(start));
};

describe('a reporting zone', () => {
  it('starts a day at its own midnight', () => {
    expect(TimeZone.of('Europe/Moscow').startOfDay(2026, 11, 1).toISOString()).toBe('2026-10-31T21:00:00.000Z');
    expect(TimeZone.of('UTC').startOfDay(2026, 11, 1).toISOString()).toBe('2026-11-01T00:00:00.000Z');
  });

  it('starts the day when the clock is put forward where midnight is skipped', () => {
    const santiago = TimeZone.of('America/Santiago');
    const start = santiago.startOfDay(2026, 9, 6);
    expect(santiago.format(start)).toBe('2026-09-06T01:00:00-03:00');
    expect(santiago.dayOf(new Date(start.getTime() - 1))).toEqual({ year: 2026, month: 9, day: 5 });
  });

  it.each(['+03:00', 'Mars/Olympus', '', "x'; DROP TABLE events"])('refuses %p', (name) => {
    expect(() => TimeZone.of(name)).toThrow(TimeZoneUnknown);
  });
});

describe('a period', () => {
  const zone = TimeZone.of('Europe/Moscow');

  it('takes days of the zone and instants', () => {
    const period = Period.parse('2026-11-01', '2026-11-02T00:00:00+03:00', zone);
    expect(period.until.getTime() - period.from.getTime()).toBe(24 * 3_600_000);
  });

  it.each([
    ['2026-11-02', '2026-11-02', 'period_end'],
    ['2026-02-30', '2026-03-02', 'period_start'],
    ['2026-11-01T00:00:00', '2026-11-02', 'period_start'],
    ['2026-11-01', 'tomorrow', 'period_end'],
    ['2026-11-01', '0000-00-00T00:00:00Z', 'period_end'],
  ])('refuses %s to %s and names %s', (from, until, parameter) => {
    const problem = (() => {
      try {
        Period.parse(from, until, zone);
      } catch (error) {
        return error;
      }
    })();
    expect(problem).toBeInstanceOf(PeriodInvalid);
    expect((problem as PeriodInvalid).source).toEqual({ parameter });
  });
});

describe('buckets', () => {
  it('cover the period by days of the zone', () => {
    expect(starts('2026-11-01', '2026-11-04', 'day', 'Europe/Moscow')).toEqual([
      '2026-11-01T00:00:00+03:00',
      '2026-11-02T00:00:00+03:00',
      '2026-11-03T00:00:00+03:00',
    ]);
  });

  it('give the day of a clock change 25 or 23 hours', () => {
    expect(starts('2026-10-25', '2026-10-26', 'hour', 'Europe/Berlin')).toHaveLength(25);
    expect(starts('2026-03-29', '2026-03-30', 'hour', 'Europe/Berlin')).toHaveLength(23);
    expect(starts('2026-10-24', '2026-10-27', 'day', 'Europe/Berlin')).toHaveLength(3);
  });

  it('begin with the start of the period even inside a bucket', () => {
    expect(starts('2026-11-01T10:30:00Z', '2026-11-01T13:00:00Z', 'hour', 'UTC')).toEqual([
      '2026-11-01T10:30:00+00:00',
      '2026-11-01T11:00:00+00:00',
      '2026-11-01T12:00:00+00:00',
    ]);
  });

  it('align hours to the zone where its offset is not a whole hour', () => {
    expect(starts('2026-11-01', '2026-11-01T02:00:00+05:30', 'hour', 'Asia/Kolkata')).toEqual([
      '2026-11-01T00:00:00+05:30',
      '2026-11-01T01:00:00+05:30',
    ]);
  });
});
