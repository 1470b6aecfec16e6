import { request } from 'node:http';
import { DEVELOPER, GAME, STANDARD_DATA, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { filledWarehouse, type FilledWarehouse } from '../metrics/specs/filled-warehouse.fixture';
import { ADMIN, developerToken, MARKETING, QueryService, SERVICE, WEEK } from '../metrics/specs/query-service.fixture';

const BASE = '/api/v1/analytics';
const VALUES = `${BASE}/metrics/values/dau?${new URLSearchParams(WEEK)}`;
const EVIL = 'evil.test';

describe('attacks on the way in', () => {
  let warehouse: FilledWarehouse;
  let space: SuiteNamespace;
  let service: QueryService;

  beforeAll(async () => {
    [warehouse, space] = await Promise.all([
      filledWarehouse('query-attacks-http', STANDARD_DATA),
      suiteNamespace('query-attacks-http-redis', { databases: [] }),
    ]);
    service = await QueryService.start(warehouse.config, { url: space.redis.url, prefix: space.redisPrefix });
  });
  afterAll(async () => {
    await service?.close();
    await Promise.all([warehouse?.dispose(), space?.dispose()]);
  });

  /** As it stands: `fetch` would tidy up the address and refuse some headers. */
  const bare = (method: string, path: string, headers: Record<string, string> = { authorization: `Bearer ${ADMIN}` }) =>
    new Promise<{ status: number; headers: string; text: string }>((resolve, reject) => {
      const { hostname, port } = new URL(service.running.url);
      const sent = request({ hostname, port, method, path, headers, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: JSON.stringify(response.headers), text }),
        );
      });
      sent.on('error', reject);
      sent.end();
    });
  const bearer = { authorization: `Bearer ${ADMIN}` };

  it.each([
    ['as a bearer', { authorization: `Bearer wk_${'a'.repeat(43)}` }],
    ['in its own header', { 'x-write-key': `wk_${'a'.repeat(43)}` }],
  ])('B33 a write key %s opens nothing here', async (_, headers) => {
    expect((await bare('GET', VALUES, headers as Record<string, string>)).status).toBe(401);
  });

  it.each(['x-http-method-override', 'x-method-override', 'x-http-method'])('B36 %s is not looked at', async (name) => {
    expect((await bare('POST', VALUES, { ...bearer, [name]: 'GET' })).status).toBe(405);
    expect((await bare('GET', `${BASE}/metrics/definitions/dau`, { ...bearer, [name]: 'DELETE' })).status).toBe(200);
    expect((await bare('GET', `${VALUES}&_method=DELETE`)).status).toBe(400);
  });

  it.each([
    '/api//v1/./analytics/metrics/definitions',
    '/api/v1/analytics/streaming/%2e%2e/metrics/definitions',
    '/api/v1/analytics/streaming/../metrics/definitions',
    '/api/v1/analytics/%6detrics/definitions',
    '/API/V1/ANALYTICS/metrics/definitions',
    '/api/v1/analytics/metrics/definitions/',
    '/api/v1/analytics/metrics/definitions;a=b',
    '/api/v1/analytics/metrics\\definitions',
    '//api/v1/analytics/metrics/definitions',
    'http://evil.test/api/v1/analytics/metrics/definitions',
  ])('B37 %s is behind the same guard', async (path) => {
    expect([400, 401, 403, 404]).toContain((await bare('GET', path, {})).status);
    const developer = { authorization: `Bearer ${developerToken(DEVELOPER.north)}` };
    const explain = path.replace('definitions', 'values/dau/explain');
    expect([400, 403, 404]).toContain((await bare('GET', explain, developer)).status);
  });

  it.each([
    ['sort', 'name; DROP TABLE events'],
    ['cursor', "' OR 1=1 --"],
    ['locale', "ru' --"],
    ['currency', "RUB' --"],
    ['timezone', "Europe/Moscow' --"],
    ['compare', "previous_period' --"],
  ])('C52 %s takes no SQL', async (name, value) => {
    const { status, text } = await bare('GET', `${VALUES}&${name}=${encodeURIComponent(value)}`);
    expect([status, text]).toEqual([400, expect.stringContaining('INVALID_QUERY_PARAMETERS')]);
    expect(text).not.toContain('DROP');
  });

  it('C54 no name that somebody chose becomes a header', async () => {
    for (const id of ['a b"; filename="x.exe', 'x'.repeat(500), '../..', '<script>']) {
      const { headers, status } = await bare('GET', VALUES, { ...bearer, 'x-request-id': id });
      expect(status).toBe(200);
      expect(headers).not.toContain(JSON.stringify(id).slice(1, -1));
    }
  });

  it('C55 what is sent cannot write lines of the log', async () => {
    const line = '\n{"level":"fatal","msg":"forged"}\n';
    await bare('GET', `${BASE}/metrics/values/${encodeURIComponent(line)}?${new URLSearchParams(WEEK)}`);
    await bare('GET', `${VALUES}&dimensions=${encodeURIComponent(line)}`);
    await bare('GET', VALUES, { ...bearer, 'user-agent': '{"level":"fatal","msg":"forged"}' });
    const lines = service.log
      .flatMap((each) => each.trimEnd().split('\n'))
      .map((each) => JSON.parse(each) as { msg?: string });
    expect(lines.some(({ msg }) => msg === 'forged')).toBe(false);
  });

  it('C57 what stands in a definition or a filter is never evaluated', async () => {
    const asked = JSON.stringify([{ dimension: 'platform', op: 'eq', values: ['${process.exit(1)}'] }]);
    expect((await bare('GET', `${VALUES}&filters=${encodeURIComponent(asked)}`)).status).toBe(200);
    expect((await bare('GET', VALUES)).status).toBe(200);
  });

  it.each([
    ['B27 what a report made', 'GET', '/reports/instances/1/download'],
    ['B27 a segment', 'GET', '/segments/definitions/1'],
    ['B28 an export of a segment', 'POST', '/segments/1/export'],
    ['B32 a prediction', 'POST', '/predictions/churn/predict'],
    ['B38 a link to a dashboard', 'GET', '/dashboards/shared/1'],
  ])('%s is not there for anybody', async (_, method, path) => {
    for (const token of [ADMIN, MARKETING, SERVICE, developerToken(DEVELOPER.north)]) {
      expect((await bare(method, `${BASE}${path}`, { authorization: `Bearer ${token}` })).status).toBe(404);
    }
  });

  it('F92 there is no GraphQL to ask too much of', async () => {
    for (const method of ['GET', 'POST']) expect((await bare(method, `${BASE}/graphql`)).status).toBe(404);
  });

  it('F95 neither Host nor X-Forwarded-Host gets into an answer that others are given', async () => {
    const asked = `${VALUES}&timezone=UTC`;
    const poisoned = {
      ...bearer,
      host: EVIL,
      'x-forwarded-host': EVIL,
      'x-forwarded-proto': 'ftp',
      forwarded: `host=${EVIL}`,
    };
    for (const path of [asked, `${BASE}/openapi.json`, `${BASE}/metrics/values/none`, '/none']) {
      const [first, second] = [await bare('GET', path, poisoned), await bare('GET', path)];
      for (const { headers, text } of [first, second]) expect(headers + text).not.toContain(EVIL);
      expect(second.status).toBe(first.status);
    }
    const both = [await bare('GET', asked, poisoned), await bare('GET', asked)];
    const [one, two] = both.map(({ text }) => (JSON.parse(text) as { data: unknown }).data);
    expect(one).toEqual(two);
  });

  it('F96 a cursor that no list gave is refused, and one made up in its form shows no more than one’s own', async () => {
    const north = { authorization: `Bearer ${developerToken(DEVELOPER.north)}` };
    const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const cursor of ['x', made({}), made(['a']), made([1, 2]), made(["' OR 1=1 --"])]) {
      expect((await bare('GET', `${BASE}/games?cursor=${cursor}`, north)).status).toBe(400);
    }
    const inItsForm = Buffer.from(
      `games ${Buffer.from('').toString('base64url')} ${Buffer.from('x').toString('base64url')}`,
    );
    const { status, text } = await bare('GET', `${BASE}/games?cursor=${inItsForm.toString('base64url')}`, north);
    expect([status, text.includes(GAME.gamma)]).toEqual([200, false]);
  });
});
