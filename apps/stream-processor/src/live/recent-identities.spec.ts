import { RecentIdentities } from './recent-identities';

describe('identities counted lately', () => {
  it('are known for a while, the older half is forgotten first, and never more are held than allowed', () => {
    const recent = new RecentIdentities(100);
    const names = Array.from({ length: 400 }, (_, index) => `id-${index}`);
    for (const [index, name] of names.entries()) {
      expect(recent.has(name)).toBe(false);
      recent.add(name);
      expect(recent.has(name)).toBe(true);
      expect(names.slice(Math.max(0, index - 48), index).every((each) => recent.has(each))).toBe(true);
      expect(names.filter((each) => recent.has(each)).length).toBeLessThanOrEqual(100);
    }
  });
});
