import { SMALL } from '../store.fixture';
import { storiesOf } from '../story/stories';
import { parcelsOf } from './parcels';

const stories = [...storiesOf({ ...SMALL, users: 4_000 })];
const boundaryMs = SMALL.until.getTime() - 28 * 86_400_000;
const parcels = [...parcelsOf(stories, { boundaryMs, subjects: stories.length })];

describe('the parcels of a store', () => {
  it('hold every event once, old ones apart from recent ones', () => {
    const [old, recent] = [parcels.flatMap((parcel) => parcel.old), parcels.flatMap((parcel) => parcel.recent)];
    expect(old.length + recent.length).toBe(stories.flat().length);
    expect(old.every(({ at }) => at < boundaryMs)).toBe(true);
    expect(recent.every(({ at }) => at >= boundaryMs)).toBe(true);
  });

  it('keep all of an account together, so that its recent events follow its old ones', () => {
    const seen = new Map<string, number>();
    for (const { number, old, recent } of parcels) {
      for (const { envelope } of [...old, ...recent].filter(({ envelope: { id } }) => id.startsWith('s1-u'))) {
        const account = envelope.id.split('-')[1]!;
        expect(seen.get(account) ?? number).toBe(number);
        seen.set(account, number);
      }
    }
  });

  it('have all broken events among the recent ones, where the sender reads the verdict', () => {
    expect(parcels.flatMap(({ old }) => old).filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  it('tell how much of the store has passed', () => {
    expect(parcels.length).toBeGreaterThan(2);
    expect(parcels.at(-1)!.share).toBe(1);
  });
});
