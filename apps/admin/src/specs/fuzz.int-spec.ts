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

  // First: a key that was made by chance with the name of the example could not be made again.
  it.each([
    ['/dlq/discard', 200],
    ['/dlq/replays', 202],
    ['/write-keys', 201],
    ['/schemas/com.platform.test.party.formed.v1/check', 200],
    ['/schemas/com.platform.test.party.formed.v1/versions', 201],
    ['/pipelines/rebuild-marts/runs', 202],
    ['/reconciliations', 202],
  ])('has an example of a body that works as it stands: POST %s', async (place, status) => {
    const { paths, components } = openApiOf(suite.service.app, SERVICE.openApi);
    const [, of = ''] = Object.keys(paths)
      .map((path) => path.replace('/api/v1/analytics/admin', ''))
      .map((path) => [new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), path] as const)
      .find(([pattern]) => pattern.test(place))!;
    const { requestBody } = paths[`/api/v1/analytics/admin${of}`]!.post as unknown as { requestBody: Described };
    const name = requestBody.content['application/json'].schema.$ref.split('/').at(-1)!;
    const { properties } = components!.schemas![name] as { properties: Record<string, { example?: unknown }> };
    const examples = Object.entries(properties).filter(([, { example }]) => example !== undefined);
    const body = Object.fromEntries(examples.map(([member, { example }]) => [member, example]));
    expect(await suite.post(place, body)).toMatchObject({ status });
  });

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

interface Described {
  readonly content: { readonly 'application/json': { readonly schema: { readonly $ref: string } } };
}
