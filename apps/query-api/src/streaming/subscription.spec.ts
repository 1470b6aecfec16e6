import type { LiveName } from '@analytics/domain';
import type { Reading } from './realtime-feed';
import { Subscription } from './subscription';

const AT = Date.UTC(2026, 10, 2);
const reading = (
  seq: number,
  values: readonly (readonly [LiveName, number])[],
  more: Partial<Reading> = {},
): Reading => ({
  seq,
  asOf: new Date(AT + seq * 1_000),
  watermark: undefined,
  stale: false,
  values: new Map(values),
  ...more,
});
const dataOf = (frame: unknown): unknown => (frame as { data: unknown }).data;
const views = (value: number) => ({ name: 'game_page_views', window: '5m', value });

describe('a subscription', () => {
  it('leads a slow reader to the present, whatever it was not told meanwhile', () => {
    const subscription = Subscription.of('1', { names: ['events', 'game_page_views'] });
    subscription.snapshot(
      reading(1, [
        ['events', 1],
        ['game_page_views', 1],
      ]),
    );
    // Readings 2 and 3 were skipped: in them the views rose and came back, the events rose.
    expect(
      dataOf(
        subscription.delta(
          reading(4, [
            ['events', 9],
            ['game_page_views', 1],
          ]),
        ),
      ),
    ).toEqual([{ name: 'events', window: '5m', value: 9 }]);
    expect(
      dataOf(
        subscription.delta(
          reading(5, [
            ['events', 9],
            ['game_page_views', 3],
          ]),
        ),
      ),
    ).toEqual([views(3)]);
  });

  it('says nothing while nothing changes, but that the numbers still stand every ten seconds', () => {
    const subscription = Subscription.of('1', { names: ['game_page_views'] });
    subscription.snapshot(reading(1, [['game_page_views', 1]]));
    expect(
      subscription.delta(
        reading(2, [
          ['game_page_views', 1],
          ['events', 7],
        ]),
      ),
    ).toBeUndefined();
    expect(dataOf(subscription.delta(reading(11, [['game_page_views', 1]])))).toEqual([]);
  });

  it('says at once when the numbers get old, and when they are new again', () => {
    const subscription = Subscription.of('1', {});
    subscription.snapshot(reading(1, [['events', 1]]));
    const old = subscription.delta(reading(2, [['events', 1]], { stale: true }));
    expect(old).toMatchObject({ op: 'delta', data: [], meta: { stale: true } });
    expect(subscription.delta(reading(3, [['events', 1]]))).toMatchObject({ meta: { stale: false } });
  });

  it('goes on from what its reader says it heard', () => {
    const subscription = Subscription.of('1', { names: ['game_page_views'] });
    subscription.snapshot(reading(5, [['game_page_views', 5]]));
    subscription.heard(reading(2, [['game_page_views', 2]]));
    expect(dataOf(subscription.delta(reading(6, [['game_page_views', 5]])))).toEqual([views(5)]);
  });

  it.each([[{ names: 'events' }], [{ names: [1] }], [{ window: 5 }], [{ window: '2h' }]])('cannot be %j', (params) => {
    expect(() => Subscription.of('1', params)).toThrow();
  });
});
