import { CATALOGUE, GAME_VIEWED } from '@analytics/contracts';
import { aGameViewed, anEnvelope } from './envelopes';
import { SeededRandom } from './random';

describe('the envelope builder', () => {
  it('makes another valid event each time', () => {
    const [one, other] = [anEnvelope(), anEnvelope()];
    expect(one).toMatchObject({ specversion: '1.0', type: GAME_VIEWED });
    expect(one.id).not.toBe(other.id);
    expect(Date.parse(one.time)).not.toBeNaN();
  });

  it('takes what the test says, and leaves away what it sets to undefined', () => {
    const event = aGameViewed({ placement: 'home' }, { id: 'e-1', datacontenttype: undefined });
    expect(event).toMatchObject({ id: 'e-1', data: { placement: 'home', platform: 'windows' } });
    expect(event).not.toHaveProperty('datacontenttype');
  });

  it('gives a viewed game all that its schema requires', () => {
    const schema = CATALOGUE.find(({ type }) => type === GAME_VIEWED)!.schema as unknown as { required: string[] };
    expect(Object.keys(aGameViewed().data)).toEqual(expect.arrayContaining(schema.required));
  });
});

describe('seeded random', () => {
  it('gives the same data for the same seed, and other data for another', () => {
    const data = (seed: number) => {
      const random = new SeededRandom(seed);
      return [random.uuid(), random.int(0, 1_000), random.shuffled([1, 2, 3, 4, 5]), random.chance(0.5)];
    };
    expect(data(7)).toEqual(data(7));
    expect(data(7)).not.toEqual(data(8));
  });

  it('gives the known sequence of mulberry32', () => {
    const random = new SeededRandom(0);
    const whole = [random.next(), random.next(), random.next()].map((share) => Math.floor(share * 2 ** 32));
    expect(whole).toEqual([1144304738, 1416247, 958946056]);
  });

  it('spreads evenly and keeps its bounds', () => {
    const random = new SeededRandom(1);
    const counts = new Array<number>(10).fill(0);
    for (let left = 100_000; left > 0; left -= 1) counts[random.int(0, 10)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(9_600);
    expect(Math.max(...counts)).toBeLessThan(10_400);
    expect(() => random.int(3, 3)).toThrow(RangeError);
    expect(() => random.pick([])).toThrow(RangeError);
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
