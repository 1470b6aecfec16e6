import { SeededRandom } from '../builders/random';
import { AnswerCheck } from './answer-check';
import type { ApiDocument } from './openapi-document';
import { randomRequest } from './openapi-requests';

const operation = {
  parameters: [
    { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 9 } },
  ],
  requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
  responses: { '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
};
const DOCUMENT: ApiDocument = {
  paths: { '/things/{id}': { patch: operation } },
  components: {
    schemas: { Thing: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } },
  },
};

describe('an answer', () => {
  const check = new AnswerCheck(DOCUMENT);
  const problemOf = (status: number, body: unknown, retryAfter: string | null = null) =>
    check.problemOf(operation, { status, retryAfter, text: typeof body === 'string' ? body : JSON.stringify(body) });
  const errors = { errors: [{ code: 'A', title: 'a', detail: 'a' }] };

  it('is held to what the document says of it', () => {
    expect(problemOf(200, { name: 'a' })).toBeUndefined();
    expect(problemOf(400, errors)).toBeUndefined();
    expect(problemOf(503, errors, '1')).toBeUndefined();
    expect(problemOf(200, { name: 1 })).toContain('name');
    expect(problemOf(200, {})).toContain('name');
    expect(problemOf(201, { name: 'a' })).toContain('not described');
    expect(problemOf(400, { message: 'no' })).toContain('errors');
    expect(problemOf(400, '<html>')).toBe('no JSON');
    expect([problemOf(500, errors), problemOf(503, errors)]).toEqual(['status 500', 'status 503']);
  });
});

describe('requests', () => {
  it('are the same for the same seed, and both right and wrong', () => {
    const all = (seed: number) => {
      const random = new SeededRandom(seed);
      return Array.from({ length: 300 }, () => randomRequest(DOCUMENT, random));
    };
    const made = all(1);
    expect(made).toEqual(all(1));
    expect(made.every(({ path, method }) => path.startsWith('/things/') && method === 'PATCH')).toBe(true);
    const limits = made.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('limit'));
    for (const limit of ['1', '9', '0', '10', null]) expect(limits).toContain(limit);
    expect(made.some(({ body }) => body === undefined)).toBe(true);
    expect(made.some(({ body }) => body?.startsWith('{"name":"') === true)).toBe(true);
  });
});
