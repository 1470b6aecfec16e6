import { LeftSubscriptions } from './left-subscriptions';
import { Subscription } from './subscription';

const [one, two] = ['1', '2'].map((id) => Subscription.of(id, {}));

describe('what was asked for on a socket that closed', () => {
  it('is given once, and for a minute only', () => {
    const left = new LeftSubscriptions(10);
    left.keep('anna', [one!], 0);
    expect(left.take('boris', 1)).toEqual([]);
    expect(left.take('anna', 60_000)).toEqual([one]);
    expect(left.take('anna', 60_000)).toEqual([]);
    left.keep('anna', [one!], 0);
    expect(left.take('anna', 60_001)).toEqual([]);
  });

  it('is that of the last socket, and of nobody beyond as many as are kept', () => {
    const left = new LeftSubscriptions(2);
    left.keep('anna', [one!], 0);
    left.keep('boris', [one!], 1);
    left.keep('anna', [two!], 2);
    left.keep('clara', [one!], 3);
    left.keep('boris', [], 4);
    expect([left.take('boris', 4), left.take('anna', 4), left.take('clara', 4)]).toEqual([[], [two], [one]]);
  });
});
