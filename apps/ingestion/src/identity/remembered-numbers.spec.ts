import { RememberedNumbers } from './remembered-numbers';

describe('remembered numbers', () => {
  it('stay within their bound, and forget what was not asked for longest', () => {
    const numbers = new RememberedNumbers(10);
    for (let at = 1; at <= 1_000; at += 1) {
      numbers.put(`person ${at}`, at);
      expect(numbers.get('person 1')).toBe(1);
      expect(numbers.size).toBeLessThanOrEqual(10);
    }
    expect(numbers.get('person 1000')).toBe(1_000);
    expect(numbers.get('person 500')).toBeUndefined();
  });

  it('take a new answer for an old one in either generation', () => {
    const numbers = new RememberedNumbers(4);
    numbers.put('a', 1);
    numbers.put('b', 2);
    numbers.put('c', 3);
    numbers.put('a', 0);
    expect(numbers.get('a')).toBe(0);
    numbers.put('d', 4);
    numbers.put('e', 5);
    expect([numbers.get('a'), numbers.size <= 4]).not.toContain(1);
  });
});
