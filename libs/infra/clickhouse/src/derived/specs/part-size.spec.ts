import { PartSize } from '../part-size';

describe('the size of a part', () => {
  it('follows how many facts the subjects before had, within its bounds', () => {
    const size = new PartSize({ subjects: 1_000, facts: 20_000 });
    expect(size.subjects).toBe(400);
    size.learn(400, 40_000);
    expect(size.subjects).toBe(200);
    size.learn(200, 10_000_000);
    expect(size.subjects).toBe(1);
    size.learn(1, 0);
    expect(size.subjects).toBe(1_000);
  });
});
