import type { PeopleWindow } from '../definitions/measure';
import { MetricQuestion } from '../question/metric-question';
import { type MetricPlan, planOf } from './metric-plan';
import { EVERYTHING, OutOfScope, type Scope } from './scope';
import { daysOf, peopleWindows } from './windows';

const OWN: Scope = { kind: 'games', developerId: 'north', gameIds: ['alpha', 'beta'] };

const questionOf = (change: object = {}) =>
  MetricQuestion.of({ metric: 'dau', periodStart: '2026-11-01', periodEnd: '2026-11-05', ...change });
const filtered = (...filters: object[]) => questionOf({ filters: JSON.stringify(filters) });

describe('a plan', () => {
  it.each([
    ['Europe/Moscow', true],
    ['America/St_Johns', false],
    ['Asia/Kolkata', false],
    ['UTC', true],
  ])('in %s can read hourly marts: %s', (timezone, wholeHours) => {
    expect(planOf(questionOf({ timezone }), EVERYTHING, null).wholeHours).toBe(wholeHours);
  });

  it('reads facts by minute and where the period is cut within an hour', () => {
    expect(planOf(questionOf({ granularity: 'minute', periodEnd: '2026-11-02' }), EVERYTHING, null).wholeHours).toBe(
      false,
    );
    expect(planOf(questionOf({ periodStart: '2026-11-01T10:30:00Z' }), EVERYTHING, null).wholeHours).toBe(false);
  });

  it('is about games when asked by, for or within them', () => {
    expect(planOf(questionOf(), EVERYTHING, null).byGames).toBe(false);
    expect(planOf(questionOf({ dimensions: 'genre' }), EVERYTHING, null).byGames).toBe(true);
    expect(planOf(filtered({ dimension: 'game_id', op: 'is_set' }), EVERYTHING, null).byGames).toBe(true);
    expect(planOf(questionOf(), OWN, null).byGames).toBe(true);
  });
});

describe('somebody who sees some games only', () => {
  it.each([
    [{ dimension: 'game_id', op: 'eq', values: ['alpha'] }],
    [{ dimension: 'game_id', op: 'in', values: ['alpha', 'beta'] }],
    [{ dimension: 'developer_id', op: 'eq', values: ['north'] }],
    [{ dimension: 'genre', op: 'eq', values: ['rpg'] }],
  ])('may ask with %j', (filter) => {
    expect(planOf(filtered(filter), OWN, null).scope).toBe(OWN);
  });

  it.each([
    [{ dimension: 'game_id', op: 'eq', values: ['gamma'] }],
    [{ dimension: 'game_id', op: 'in', values: ['alpha', 'gamma'] }],
    [{ dimension: 'game_id', op: 'neq', values: ['gamma'] }],
    [{ dimension: 'developer_id', op: 'eq', values: ['south'] }],
  ])('may not ask with %j', (filter) => {
    expect(() => planOf(filtered(filter), OWN, null)).toThrow(OutOfScope);
  });

  it.each(['logins', 'service_requests', 'store_sessions', 'friends_added'])('may not ask for %s', (metric) => {
    expect(() => planOf(questionOf({ metric }), OWN, null)).toThrow(OutOfScope);
  });
});

describe('the windows of people', () => {
  const windows = (window: PeopleWindow, change: object = {}, watermark: string | null = null) => {
    const plan: MetricPlan = planOf(questionOf(change), EVERYTHING, watermark === null ? null : new Date(watermark));
    const text = (instant: Date) => plan.zone.format(instant).slice(0, 10);
    return peopleWindows(plan, window).map(({ from, until }) => `${text(from)}..${text(until)}`);
  };

  it('end with the last day of each bucket, and the total with the last complete day', () => {
    expect(windows('last-7-days', {}, '2026-11-04T12:00:00Z')).toEqual([
      '2026-10-26..2026-11-02',
      '2026-10-27..2026-11-03',
      '2026-10-28..2026-11-04',
      '2026-10-29..2026-11-05',
      '2026-10-28..2026-11-04',
    ]);
  });

  it('have the first day as total while no day is complete', () => {
    expect(windows('last-30-days').at(-1)).toBe('2026-10-03..2026-11-02');
  });

  it('are whole weeks from Monday and whole months, also beyond the period', () => {
    expect(windows('iso-week', { granularity: 'week' })[0]).toBe('2026-10-26..2026-11-02');
    expect(windows('calendar-month', { granularity: 'month' })[0]).toBe('2026-11-01..2026-12-01');
  });

  it('are made of days of the zone, of 25 hours where the clock is put back', () => {
    const plan = planOf(questionOf({ timezone: 'America/New_York' }), EVERYTHING, null);
    const { starts } = daysOf(peopleWindows(plan, 'last-7-days'), plan.zone);
    const hours = starts.slice(1).map((start, index) => (start.getTime() - starts[index]!.getTime()) / 3_600_000);
    expect(starts).toHaveLength(10);
    expect(hours.filter((length) => length !== 24)).toEqual([25]);
  });
});
