import { namespaceName } from './namespace-name';

describe('the name of a namespace', () => {
  it('starts with the suite and differs in every run', () => {
    expect(namespaceName('infra-kafka')).toMatch(/^infra-kafka-[0-9a-f]{10}$/);
    expect(namespaceName('infra-kafka')).not.toBe(namespaceName('infra-kafka'));
  });

  it.each(['Query API / funnels', 'a'.repeat(200), '3rd suite', `${'b'.repeat(31)}-c`])(
    'fits every store for %p',
    (suite) => {
      // The narrowest: a bucket has 63 characters of a-z, 0-9 and "-", and needs room for a word after the name.
      expect(namespaceName(suite)).toMatch(/^[a-z][a-z0-9-]{1,47}$/);
      expect(namespaceName(suite)).not.toContain('--');
    },
  );

  it('is refused for a suite without letters', () => {
    expect(() => namespaceName('42')).toThrow(TypeError);
  });
});
