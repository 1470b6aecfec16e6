import { EMPTY_KEY, newKeyOf } from './new-key';

describe('a new write key', () => {
  it('may send anything when nothing is said', () => {
    expect(newKeyOf({ ...EMPTY_KEY, name: ' shop ' })).toEqual({
      ...{ name: 'shop', sources: [], types: [], allowed_origins: [], imports: false },
    });
  });

  it('has one source a line, each once', () => {
    const draft = { ...EMPTY_KEY, sources: '/a\n\n /b \n/a\r\n', requestsPerSecond: 5 };
    expect(newKeyOf(draft)).toMatchObject({ sources: ['/a', '/b'], requests_per_second: 5 });
  });
});
