import { Patience } from './patience';

describe('patience', () => {
  let now = 0;
  const patience = new Patience(100, () => now);

  it('lasts while something moves, however slowly, and ends when nothing does', () => {
    for (let value = 0; value < 5; value += 1) {
      now += 90;
      expect(patience.isOver).toBe(false);
      patience.saw(value);
    }
    now += 90;
    patience.saw(4);
    expect(patience.isOver).toBe(false);
    now += 20;
    expect(patience.isOver).toBe(true);
  });
});
