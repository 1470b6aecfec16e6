import { type MetricView, USUAL_VIEW } from '../view';
import { questionOf } from './question';
import { asCurl, asTypeScript } from './snippets';

const NOW = new Date('2026-11-20T12:00:00Z');
const VIEW: MetricView = {
  ...USUAL_VIEW,
  metric: 'net_revenue',
  dimensions: ['platform', 'country'],
  filters: [{ dimension: 'channel', op: 'in', values: [`it's`, 'back\\slash'] }],
  compare: 'previous_period',
  basis: 'purchase_date',
  top: 5,
};

describe('the question of a view', () => {
  it('has the parameters of the wire', () => {
    expect(questionOf(VIEW, NOW)).toEqual({
      metric: 'net_revenue',
      parameters: {
        period_start: '2026-10-24',
        period_end: '2026-11-21',
        granularity: 'day',
        timezone: 'Europe/Moscow',
        dimensions: 'platform,country',
        filters: '[{"dimension":"channel","op":"in","values":["it\'s","back\\\\slash"]}]',
        compare: 'previous_period',
        basis: 'purchase_date',
        limit: '5',
      },
    });
  });

  it('says nothing of what is not asked', () => {
    const { parameters } = questionOf({ ...USUAL_VIEW, top: undefined } as unknown as MetricView, NOW);
    expect(Object.keys(parameters)).toEqual(['period_start', 'period_end', 'granularity', 'timezone']);
  });

  it('is the same all minute long, so that it is computed once', () => {
    const live: MetricView = {
      ...USUAL_VIEW,
      period: { kind: 'last', count: 60, unit: 'minutes' },
      granularity: 'minute',
    };
    expect(questionOf(live, new Date('2026-11-20T12:00:59.9Z'))).toEqual(questionOf(live, NOW));
  });
});

describe('a question to be copied', () => {
  it('as curl asks for a token by a variable and quotes what a shell would read', () => {
    expect(asCurl(questionOf(VIEW, NOW))).toBe(
      [
        'curl -sG "$ANALYTICS_URL/api/v1/analytics/metrics/values/net_revenue"',
        '-H "Authorization: Bearer $ANALYTICS_TOKEN"',
        `--data-urlencode 'period_start=2026-10-24'`,
        `--data-urlencode 'period_end=2026-11-21'`,
        `--data-urlencode 'granularity=day'`,
        `--data-urlencode 'timezone=Europe/Moscow'`,
        `--data-urlencode 'dimensions=platform,country'`,
        `--data-urlencode 'filters=[{"dimension":"channel","op":"in","values":["it'\\''s","back\\\\slash"]}]'`,
        `--data-urlencode 'compare=previous_period'`,
        `--data-urlencode 'basis=purchase_date'`,
        `--data-urlencode 'limit=5'`,
      ].join(' \\\n  '),
    );
  });

  it('as TypeScript takes the typed client', () => {
    expect(asTypeScript(questionOf(VIEW, NOW))).toBe(`import { AnalyticsQuery } from '@analytics/sdk-query';

const { ANALYTICS_URL, ANALYTICS_TOKEN } = process.env;
const analytics = new AnalyticsQuery({ baseUrl: ANALYTICS_URL!, token: ANALYTICS_TOKEN! });
const { data, meta } = await analytics.values('net_revenue', {
  periodStart: '2026-10-24',
  periodEnd: '2026-11-21',
  granularity: 'day',
  timezone: 'Europe/Moscow',
  dimensions: ['platform', 'country'],
  filters: [{"dimension":"channel","op":"in","values":["it's","back\\\\slash"]}],
  compare: 'previous_period',
  basis: 'purchase_date',
  limit: 5,
});
console.log(data.total.value, data.unit, meta.watermark);
`);
  });
});
