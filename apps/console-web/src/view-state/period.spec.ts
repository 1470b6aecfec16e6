import { addDays, dayIn, daysIn, isZone, parsePeriod, periodText, resolvePeriod, USUAL_PERIODS } from './period';

/** Half past midnight of the 21st in Moscow, still the 20th in UTC and New York. */
const NOW = new Date('2026-11-20T21:30:10Z');
const resolved = (text: string, zone: string, now = NOW) => resolvePeriod(parsePeriod(text)!, zone, now);

describe('a period in a link', () => {
  it.each(USUAL_PERIODS.map((choice) => [periodText(choice), choice] as const))(
    '%s is read as it is written',
    (text, choice) => {
      expect(parsePeriod(text)).toEqual(choice);
    },
  );

  it('can be days of the calendar', () => {
    const choice = { kind: 'between', start: '2026-11-01', end: '2026-11-08' };
    expect(parsePeriod('2026-11-01..2026-11-08')).toEqual(choice);
    expect(periodText(parsePeriod('2026-11-01..2026-11-08')!)).toBe('2026-11-01..2026-11-08');
  });

  it.each([
    '',
    'last-0-days',
    'last-1831-days',
    'last-7-weeks',
    'tomorrow',
    '2026-11-08..2026-11-01',
    '2026-11-01..2026-11-01',
    '2026-02-30..2026-03-02',
    'last-1441-minutes',
    '2026-11-01',
    'toString',
  ])('%j is none', (text) => expect(parsePeriod(text)).toBeUndefined());
});

describe('a relative period', () => {
  it.each([
    ['today', 'Europe/Moscow', '2026-11-21', '2026-11-22'],
    ['today', 'UTC', '2026-11-20', '2026-11-21'],
    ['yesterday', 'Europe/Moscow', '2026-11-20', '2026-11-21'],
    ['last-28-days', 'Europe/Moscow', '2026-10-25', '2026-11-22'],
    ['last-7-days', 'America/New_York', '2026-11-14', '2026-11-21'],
    ['this-month', 'Europe/Moscow', '2026-11-01', '2026-11-22'],
    ['previous-month', 'Europe/Moscow', '2026-10-01', '2026-11-01'],
  ])('%s in %s begins on %s and ends before %s', (text, zone, start, end) => {
    expect(resolved(text, zone)).toEqual({ start, end });
  });

  it('of January looks for its month before in the year before', () => {
    expect(resolved('previous-month', 'UTC', new Date('2026-01-15T12:00:00Z'))).toEqual({
      start: '2025-12-01',
      end: '2026-01-01',
    });
  });

  it.each([
    ['last-60-minutes', 'UTC', '2026-11-20T20:31:00Z', '2026-11-20T21:31:00Z'],
    ['last-24-hours', 'UTC', '2026-11-19T22:00:00Z', '2026-11-20T22:00:00Z'],
    // It is 03:00 in Kolkata, so the running hour there has just begun.
    ['last-24-hours', 'Asia/Kolkata', '2026-11-19T22:30:00Z', '2026-11-20T22:30:00Z'],
  ])('%s in %s ends with the running one of the clock there', (text, zone, start, end) => {
    expect(resolved(text, zone)).toEqual({ start, end });
  });
});

describe('days', () => {
  it('belong to the zone', () => {
    expect([dayIn('Europe/Moscow', NOW), dayIn('UTC', NOW)]).toEqual(['2026-11-21', '2026-11-20']);
  });

  it('are counted over the end of a month and through a change of the clock', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(daysIn({ start: '2026-03-28', end: '2026-03-30' })).toBe(2);
    expect(daysIn({ start: '2026-11-20T20:00:00Z', end: '2026-11-20T21:00:00Z' })).toBe(1 / 24);
  });

  it.each([
    ['Europe/Moscow', true],
    ['UTC', true],
    ['+03:00', false],
    ['Mars/Olympus', false],
    ['', false],
  ])('zone %j: %s', (name, known) => expect(isZone(name)).toBe(known));
});
