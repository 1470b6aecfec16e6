import { DomainError } from '../../errors/domain-error';
import { MetricQuestion } from './metric-question';

const ask = {
  metric: 'game_page_views',
  periodStart: '2026-11-01',
  periodEnd: '2026-11-04',
  timezone: 'Europe/Moscow',
};

const refusalOf = (change: object): { code: string; parameter: string | undefined } => {
  try {
    MetricQuestion.of({ ...ask, ...change });
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, parameter: error.source?.parameter };
  }
  throw new Error('nothing was refused');
};

const filters = (...all: unknown[]) => ({ filters: JSON.stringify(all) });

describe('a question to a metric', () => {
  it('is by day of Moscow, about everything, when nothing else is said', () => {
    const question = MetricQuestion.of({ ...ask, timezone: undefined });
    expect(question).toMatchObject({
      granularity: 'day',
      dimensions: [],
      filters: [],
      basis: 'booking_date',
      limit: 1000,
    });
    expect(question.zone.name).toBe('Europe/Moscow');
    expect(question.buckets).toHaveLength(3);
    expect(question.compared()).toBeUndefined();
  });

  it.each([
    [{ granularity: 'fortnight' }, 'INVALID_QUERY_PARAMETERS', 'granularity'],
    [{ granularity: '' }, 'INVALID_QUERY_PARAMETERS', 'granularity'],
    [{ compare: 'yesterday' }, 'INVALID_QUERY_PARAMETERS', 'compare'],
    [{ basis: 'cash' }, 'INVALID_QUERY_PARAMETERS', 'basis'],
    [{ limit: '0' }, 'INVALID_QUERY_PARAMETERS', 'limit'],
    [{ limit: '1e3' }, 'INVALID_QUERY_PARAMETERS', 'limit'],
    [{ limit: '1001' }, 'QUERY_TOO_EXPENSIVE', undefined],
    [{ dimensions: 'a`,b' }, 'INVALID_QUERY_PARAMETERS', 'dimensions'],
    [{ dimensions: 'a FROM system.users' }, 'INVALID_QUERY_PARAMETERS', 'dimensions'],
    [{ dimensions: 'platform,platform' }, 'INVALID_QUERY_PARAMETERS', 'dimensions'],
    [{ dimensions: 'payment_method' }, 'INVALID_QUERY_PARAMETERS', 'dimensions'],
    [{ dimensions: 'platform,country,game_id,developer_id,genre,placement' }, 'QUERY_TOO_EXPENSIVE', undefined],
    [{ granularity: 'minute', periodEnd: '2026-11-03' }, 'QUERY_TOO_EXPENSIVE', undefined],
    [{ granularity: 'hour', periodEnd: '2026-12-04' }, 'QUERY_TOO_EXPENSIVE', undefined],
    [{ periodEnd: '2027-11-04' }, 'QUERY_TOO_EXPENSIVE', undefined],
    [{ granularity: 'month', periodEnd: '2036-11-04' }, 'QUERY_TOO_EXPENSIVE', undefined],
    [{ periodStart: '0001-01-01' }, 'INVALID_QUERY_PARAMETERS', 'period_start'],
    [{ periodStart: '9999-01-01', periodEnd: '9999-01-02' }, 'INVALID_QUERY_PARAMETERS', 'period_start'],
    [{ filters: '{' }, 'INVALID_QUERY_PARAMETERS', 'filters'],
    [{ filters: '{"dimension":"platform"}' }, 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters(1), 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters({ dimension: '__proto__', op: 'eq', values: ['x'] }), 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters({ dimension: 'service', op: 'eq', values: ['x'] }), 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters({ dimension: 'platform', op: 'like', values: ['x'] }), 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters({ dimension: 'platform', op: 'toString', values: ['x'] }), 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters({ dimension: 'platform', op: 'eq', values: [{ $gt: '' }] }), 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters({ dimension: 'platform', op: 'eq', values: 'windows' }), 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters({ dimension: 'platform', op: 'eq', values: [] }), 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters({ dimension: 'platform', op: 'eq', values: ['a', 'b'] }), 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters({ dimension: 'platform', op: 'is_set', values: ['a'] }), 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters({ dimension: 'platform', op: 'eq', values: ['a'], or: [] }), 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters({ dimension: 'platform', op: 'eq', values: ['\ud800'] }), 'INVALID_QUERY_PARAMETERS', 'filters'],
    [filters(...Array<object>(21).fill({ dimension: 'platform', op: 'is_set' })), 'QUERY_TOO_EXPENSIVE', undefined],
    [
      filters({ dimension: 'platform', op: 'in', values: Array<string>(1001).fill('x') }),
      'QUERY_TOO_EXPENSIVE',
      undefined,
    ],
    [{ filters: 'x'.repeat(200_001) }, 'INVALID_QUERY_PARAMETERS', 'filters'],
  ])('cannot be %j', (change, code, parameter) => {
    expect(refusalOf(change)).toEqual({ code, parameter });
  });

  it.each([
    ['minute', '2026-11-01', '2026-11-02', 1440],
    ['hour', '2026-10-31T22:15:00Z', '2026-11-01T00:00:00Z', 2],
    ['week', '2026-10-28', '2026-11-10', 3],
    ['month', '2026-01-15', '2026-12-02', 12],
  ])('by %s from %s until %s has %i buckets', (granularity, periodStart, periodEnd, count) => {
    expect(MetricQuestion.of({ ...ask, granularity, periodStart, periodEnd }).buckets).toHaveLength(count);
  });

  it('has weeks that begin on Monday and months that begin on the 1st, where the clock was changed too', () => {
    const of = (granularity: string) =>
      MetricQuestion.of({
        ...ask,
        periodStart: '2026-10-28',
        periodEnd: '2026-11-10',
        granularity,
        timezone: 'America/New_York',
      });
    const starts = (granularity: string) => of(granularity).buckets.map((start) => of(granularity).zone.format(start));
    expect(starts('week')).toEqual([
      '2026-10-28T00:00:00-04:00',
      '2026-11-02T00:00:00-05:00',
      '2026-11-09T00:00:00-05:00',
    ]);
    expect(starts('month')).toEqual(['2026-10-28T00:00:00-04:00', '2026-11-01T00:00:00-04:00']);
    expect(of('hour').buckets).toHaveLength(13 * 24 + 1);
  });

  it.each([
    ['previous_period', '2026-10-26', '2026-11-09', '2026-10-12T00:00:00+03:00', '2026-10-26T00:00:00+03:00'],
    [
      'previous_period',
      '2026-11-01T10:00:00Z',
      '2026-11-01T12:30:00Z',
      '2026-11-01T10:30:00+03:00',
      '2026-11-01T13:00:00+03:00',
    ],
    ['previous_year', '2028-02-29', '2028-03-01', '2027-02-28T00:00:00+03:00', '2027-03-01T00:00:00+03:00'],
    ['previous_year', '2026-11-01', '2026-12-01', '2025-11-01T00:00:00+03:00', '2025-12-01T00:00:00+03:00'],
  ])('compared with the %s of %s..%s is about %s..%s', (compare, periodStart, periodEnd, from, until) => {
    const question = MetricQuestion.of({ ...ask, granularity: 'hour', compare, periodStart, periodEnd });
    const { period, zone } = question.compared()!;
    expect([zone.format(period.from), zone.format(period.until)]).toEqual([from, until]);
  });

  it('compared with days before has whole days where the clock was changed between', () => {
    const days = { periodStart: '2026-11-01', periodEnd: '2026-11-03', timezone: 'America/New_York' };
    const { period, zone } = MetricQuestion.of({ ...ask, ...days, compare: 'previous_period' }).compared()!;
    expect([zone.format(period.from), zone.format(period.until)]).toEqual([
      '2026-10-30T00:00:00-04:00',
      '2026-11-01T00:00:00-04:00',
    ]);
  });
});
