import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suiteNamespace } from '@analytics/testing';
import { CollectSuite } from './collect-suite.fixture';

type Sent = Record<string, unknown>;
interface Published {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly post: {
          readonly requestBody: {
            readonly content: Readonly<
              Record<string, { readonly examples: Readonly<Record<string, { value: Sent | Sent[] }>> }>
            >;
          };
          readonly responses: Readonly<
            Record<string, { readonly content: Readonly<Record<string, { example: object }>> }>
          >;
        };
      }
    >
  >;
}

const DOCUMENT = path.resolve(__dirname, '../../../../../docs/openapi/ingestion.json');
const { paths } = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as Published;
const documented = (route: string) => paths[`/api/v1/analytics/${route}`]!.post;

/** Every example with its content type and the place it is of. */
const examples = ['events', 'track'].flatMap((route) =>
  Object.entries(documented(route).requestBody.content).flatMap(([type, { examples: named }]) =>
    Object.entries(named).map(([name, { value }]) => [route, type, name, value] as const),
  ),
);

let suite: CollectSuite;
beforeAll(async () => {
  suite = await CollectSuite.start(await suiteNamespace('published', { databases: ['postgres'] }));
});
afterAll(() => suite.stop());

/** As the example, and one of its own and of now: what is printed grows old. */
const asOfNow = (value: Sent | Sent[]): Sent | Sent[] =>
  Array.isArray(value)
    ? value.map((one) => asOfNow(one) as Sent)
    : { ...value, id: randomUUID(), time: new Date().toISOString() };

describe('the published document of collect', () => {
  it.each(examples)('has examples that are taken: %s as %s, %s', async (route, type, _, value) => {
    const { status, body } = await suite.post(asOfNow(value), { 'content-type': type }, route);
    expect({ status, body }).toMatchObject({ status: 202, body: { data: { accepted: 1, rejected: 0 } } });
  });

  it('shows answers as they are given', async () => {
    const { value } = Object.values(Object.values(documented('events').requestBody.content)[0]!.examples)[0]!;
    const event = asOfNow(value) as Sent;
    const wrong = { ...event, data: { ...(event['data'] as Sent), gameId: 'no uuid' } };
    for (const [sent, status] of [
      [event, 202],
      [event, 200],
      [{ ...wrong, id: randomUUID() }, 422],
    ] as const) {
      const { body } = await suite.post(sent);
      const { example } = documented('events').responses[status]!.content['application/json']!;
      expect(shapeOf(body)).toEqual(shapeOf(example));
    }
  });
});

/** Members and types, without what is in them; counts and codes as they are. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? value : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}
