import { Progress } from './progress';

describe('the bar', () => {
  it('tells what happens and how far it is, seldom, and its end always', () => {
    const lines: string[] = [];
    const progress = new Progress((line) => lines.push(line));
    progress.tell('sent', 0.5, 500);
    for (let events = 501; events < 600; events += 1) progress.tell('sent', 0.6, events);
    progress.tell('sent', 1, 1_000);
    progress.tell('counted', 0.25, 250);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^█{12}░{12} sent 50 %, 500 events/);
    expect(lines[1]).toMatch(/^█{24} sent 100 %, 1000 events/);
    expect(lines[2]).toMatch(/^█{6}░{18} counted 25 %, 250 events/);
  });
});
