import fc from 'fast-check';
import { type WishFact, wishRows } from './wish';

const T = Date.UTC(2026, 10, 1);
const fact = (act: WishFact['act'], hours: number, id = `${act}-${hours}`): WishFact => ({
  ...{ atMs: T + hours * 3_600_000, source: '/store', id, act },
  ...{ userNo: 1, gameId: 'game', platform: 'web', country: 'RU', isBot: false, isStaff: false },
});
const effects = (...facts: WishFact[]) => wishRows(facts).map(({ id, effect }) => `${id}: ${effect}`);

describe('a wish', () => {
  it('is added once, and a second time changes nothing', () => {
    expect(effects(fact('added', 0), fact('added', 1))).toEqual(['added-0: added', 'added-1: none']);
  });

  it('that was never there cannot be taken away', () => {
    expect(effects(fact('removed', 0), fact('added', 1))).toEqual(['removed-0: none', 'added-1: added']);
  });

  it('is fulfilled by a purchase of its game, after which taking it away changes nothing', () => {
    expect(effects(fact('added', 0), fact('bought', 1), fact('removed', 2))).toEqual([
      'added-0: added',
      'bought-1: converted',
      'removed-2: none',
    ]);
  });

  it('leaves a purchase alone that fulfils none', () => {
    expect(effects(fact('bought', 0), fact('added', 1), fact('removed', 2), fact('bought', 3))).toEqual([
      'added-1: added',
      'removed-2: removed',
    ]);
  });

  it('is what it is in whatever order its facts come', () => {
    const facts = [fact('added', 0), fact('removed', 1), fact('added', 2), fact('bought', 3), fact('added', 3, 'z')];
    expect(effects(...[...facts].reverse())).toEqual(effects(...facts));
  });

  it('keeps the law: outstanding = before + added − removed − converted, never below none or above one', () => {
    const acts = fc.array(fc.tuple(fc.constantFrom('added', 'removed', 'bought'), fc.integer({ min: 0, max: 90 })), {
      maxLength: 30,
    });
    const property = fc.property(acts, (given) => {
      const rows = wishRows(given.map(([act, hours], index) => fact(act as WishFact['act'], hours, String(index))));
      let outstanding = 0;
      for (const { effect } of rows) {
        outstanding += effect === 'added' ? 1 : effect === 'none' ? 0 : -1;
        expect([0, 1]).toContain(outstanding);
      }
      expect(new Set(rows.map(({ facts }) => facts)).size).toBeLessThanOrEqual(1);
      expect(rows.filter(({ effect }) => effect === 'none').every(({ id }) => given[Number(id)]![0] !== 'bought')).toBe(
        true,
      );
    });
    fc.assert(property);
  });
});
