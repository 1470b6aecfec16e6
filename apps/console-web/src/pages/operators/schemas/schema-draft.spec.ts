import type { SchemaVersion } from '../api/records';
import { draftFrom, readDraft } from './schema-draft';

const latest = {
  ...{ schema: { type: 'object', properties: { a: {} } }, example: { a: 1 }, owner: 'shop', description: 'A view.' },
} as unknown as SchemaVersion;

describe('a version that is being written', () => {
  it('begins with the newest one, and as what it was says the same', () => {
    expect(readDraft(draftFrom(latest))).toEqual({
      body: { schema: latest.schema, example: { a: 1 }, owner: 'shop', description: 'A view.' },
      schemaWrong: false,
      exampleWrong: false,
    });
  });

  it('begins with an object that knows nothing where there is none', () => {
    expect(readDraft(draftFrom(undefined)).body).toEqual({ schema: { type: 'object', required: [], properties: {} } });
  });

  it.each(['{', '[]', '"text"', ''])('is not sent with %j as its schema', (schema) => {
    expect(readDraft({ ...draftFrom(latest), schema })).toEqual({
      body: undefined,
      schemaWrong: true,
      exampleWrong: false,
    });
  });

  it('needs no example, but not one that is none', () => {
    expect(readDraft({ ...draftFrom(latest), example: ' ', mode: 'observe' }).body).toEqual({
      ...{ schema: latest.schema, mode: 'observe', owner: 'shop', description: 'A view.' },
    });
    expect(readDraft({ ...draftFrom(latest), example: '7' })).toMatchObject({ body: undefined, exampleWrong: true });
  });
});
