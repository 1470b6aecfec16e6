import { PathAmbiguous, upstreamOf } from './api-path';

const BASE = '/api/v1/analytics';

describe('the API of a path', () => {
  it.each([
    [`${BASE}/metrics/values/dau?period_start=2026-11-01`, 'query-api'],
    [`${BASE}/admin/dlq/records`, 'admin'],
    [`${BASE}/admin/schemas/client.event.tracked.v1?x=../..`, 'admin'],
    [`${BASE}/administrators`, 'query-api'],
    ['/api/v2/analytics/metrics', undefined],
    ['/api/v1/analyticsx/metrics', undefined],
  ])('%s is %s', (path, upstream) => {
    expect(upstreamOf(path)).toBe(upstream);
  });

  it.each([
    `${BASE}/metrics/../admin/write-keys`,
    `${BASE}/metrics/%2e%2e/admin/write-keys`,
    `${BASE}/metrics/%2E./admin`,
    `${BASE}/metrics/..%2fadmin`,
    `${BASE}/metrics/%252e%252e/admin`,
    `${BASE}/metrics\\..\\admin`,
    `${BASE}//admin/write-keys`,
    `${BASE}/./admin`,
    `${BASE}/metrics/%00`,
    `${BASE}/metrics/%zz`,
  ])('%s is refused', (path) => {
    expect(() => upstreamOf(path)).toThrow(PathAmbiguous);
  });
});
