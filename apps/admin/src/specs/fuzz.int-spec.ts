import { openApiOf } from '@analytics/service-kit';
import { type ApiDocument, fuzzApi, testKnob } from '@analytics/testing';
import { AdminSuite, tokenOf } from '../fixtures/admin-suite.fixture';
import { SERVICE } from '../service';

const REQUESTS = Number(testKnob('FUZZ_REQUESTS', '600'));

jest.setTimeout(900_000);

describe('the published document', () => {
  let suite: AdminSuite;

  beforeAll(async () => {
    suite = await AdminSuite.open('admin-fuzz', {}, true);
  });
  afterAll(() => suite?.close());

  it(`F98 holds for every answer, and nothing that is asked breaks the service (${REQUESTS} requests)`, async () => {
    const document = openApiOf(suite.service.app, SERVICE.openApi) as unknown as ApiDocument;
    const token = tokenOf('platform_admin');
    const { problems, statuses } = await fuzzApi(document, {
      requests: REQUESTS,
      seed: Number(testKnob('FUZZ_SEED', '1')),
      ask: ({ path, method, headers, body }) =>
        fetch(`${suite.service.url}${path}`, {
          method,
          headers: { ...headers, authorization: `Bearer ${token}` },
          ...(body !== undefined && { body }),
        }),
    });
    expect(problems).toEqual([]);
    expect(statuses['200']).toBeGreaterThan(REQUESTS / 20);
    expect(statuses['400']).toBeGreaterThan(REQUESTS / 20);
  });
});
