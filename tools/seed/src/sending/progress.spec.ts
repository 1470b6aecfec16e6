import { Progress } from './progress';

describe('the bar', () => {
  it('tells what happens and how far it is, seldom, and its end always', () => {
    const lines: string[] = [];
    let now = 0;
    const progress = new Progress(
      (line) => lines.push(line),
      () => now,
    );
    progress.tell('sent', 0.5, 500);
    for (now = 1; now < 500; now += 1) progress.tell('sent', 0.6, 500 + now);
    progress.tell('sent', 0.7, 1_000);
    progress.tell('sent', 1, 1_500);
    progress.tell('counted', 0.25, 250);
    expect(lines).toEqual([
      expect.stringMatching(/^█{12}░{12} sent 50 %, 500 events/),
      expect.stringMatching(/^█{16}░{8} sent 70 %, 1000 events, 2000 events\/s$/),
      expect.stringMatching(/^█{24} sent 100 %, 1500 events, 3000 events\/s$/),
      expect.stringMatching(/^█{6}░{18} counted 25 %, 250 events/),
    ]);
  });
});
