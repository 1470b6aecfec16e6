import { returnPlace } from './return-place';

describe('the place to come back to', () => {
  it.each(['/', '/overview', '/explorer?metric=dau&period=2026-11-01..2026-11-08', '/operators/dlq/1?x=%2F%2Fevil'])(
    'is %s where it is one of this page',
    (wish) => {
      expect(returnPlace(wish)).toBe(wish);
    },
  );

  it.each([
    undefined,
    '',
    'overview',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/.//evil.example/',
    '/\t/evil.example',
    '/ok\r\nSet-Cookie: x=1',
    '/auth/login?return_to=/auth/login',
    `/${'x'.repeat(3_000)}`,
    'javascript:alert(1)',
  ])('is the start for %j', (wish) => {
    expect(returnPlace(wish)).toBe('/');
  });
});
