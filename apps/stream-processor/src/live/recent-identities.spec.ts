import { RecentIdentities } from './recent-identities';

describe('identities counted lately', () => {
  it('are known for a while, the older half is forgotten first, and never more are held than allowed', () => {
    const recent = new RecentIdentities(100);
    const names = Array.from({ length: 400 }, (_, index) => `id-${index}`);
    for (const [index, name] of names.entries()) {
      expect(recent.repeats(name, '0/9')).toBe(false);
      recent.add(name, '0/1');
      expect(recent.repeats(name, '0/9')).toBe(true);
      expect(names.slice(Math.max(0, index - 48), index).every((each) => recent.repeats(each, '0/9'))).toBe(true);
      expect(names.filter((each) => recent.repeats(each, '0/9')).length).toBeLessThanOrEqual(100);
    }
  });

  it('are no repeats where it is the same record that comes again', () => {
    const recent = new RecentIdentities(100);
    recent.add('id', '0/17');
    expect([recent.repeats('id', '0/17'), recent.repeats('id', '0/18'), recent.repeats('id', '1/17')]).toEqual([
      ...[false, true, true],
    ]);
  });
});
