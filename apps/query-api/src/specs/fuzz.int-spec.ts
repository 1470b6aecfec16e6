import { PostgresConfig, PostgresMigrations } from '@analytics/infra-postgres';
import { openApiOf } from '@analytics/service-kit';
import {
  type ApiDocument,
  fuzzApi,
  STANDARD_DATA,
  suiteNamespace,
  type SuiteNamespace,
  testKnob,
} from '@analytics/testing';
import { SERVICE as QUERY_API } from '../service';
import { filledWarehouse, type FilledWarehouse } from '../metrics/specs/filled-warehouse.fixture';
import { ADMIN, MARKETING, QueryService } from '../metrics/specs/query-service.fixture';

const REQUESTS = Number(testKnob('FUZZ_REQUESTS', '600'));

jest.setTimeout(900_000);

describe('the published document', () => {
  let warehouse: FilledWarehouse;
  let space: SuiteNamespace;
  let service: QueryService;

  beforeAll(async () => {
    [warehouse, space] = await Promise.all([
      filledWarehouse('query-fuzz', STANDARD_DATA),
      suiteNamespace('query-fuzz-meta', { databases: ['postgres'] }),
    ]);
    const config = Object.assign(new PostgresConfig(), { dsn: space.postgres.url, tlsMode: 'disable', poolSize: 3 });
    const migrations = new PostgresMigrations(config);
    await migrations.apply();
    await migrations.close();
    const redis = { url: space.redis.url, prefix: space.redisPrefix };
    service = await QueryService.start(warehouse.config, redis, { POSTGRES_DSN_ANALYTICS_META: space.postgres.url });
  });
  afterAll(async () => {
    await service?.close();
    await Promise.all([warehouse?.dispose(), space?.dispose()]);
  });

  it(`F98 holds for every answer, and nothing that is asked breaks the service (${REQUESTS} requests)`, async () => {
    const document = openApiOf(service.running.app, QUERY_API.openApi) as unknown as ApiDocument;
    let asked = 0;
    const { problems, statuses } = await fuzzApi(document, {
      requests: REQUESTS,
      seed: Number(testKnob('FUZZ_SEED', '1')),
      ask: ({ path, method, headers, body }) => {
        asked += 1;
        const token = asked % 4 === 0 ? MARKETING : ADMIN;
        return service.fetch(path, token, { method, headers, ...(body !== undefined && { body }) });
      },
    });
    expect(problems).toEqual([]);
    expect(statuses['200']).toBeGreaterThan(REQUESTS / 10);
    expect(statuses['400']).toBeGreaterThan(REQUESTS / 10);
  });
});
