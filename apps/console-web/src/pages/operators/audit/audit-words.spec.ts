import { type ObjectPlace, placeOf, refusalOf, shortObject } from './audit-words';
import { actionTexts } from './texts';

describe('a row of the audit', () => {
  it.each<[string, string, unknown, ObjectPlace | undefined]>([
    ['replay.approve', 'r1', null, { page: 'replay', id: 'r1' }],
    ['dlq.reveal', 'l1', null, { page: 'record', id: 'l1' }],
    ['dlq.discard', '{"reason":"x"}', null, undefined],
    ['schema.mode', 'com.a.v1', { version: 2 }, { page: 'schema', type: 'com.a.v1' }],
    ['key.revoke', 'k1', null, { page: 'keys' }],
    ['pipeline.run', 'p1', { pipeline: 'retention' }, { page: 'run', pipeline: 'retention', id: 'p1' }],
    ['pipeline.run', 'p1', null, undefined],
    ['reconciliation.request', 'c1', null, { page: 'reconciliation', id: 'c1' }],
    ['something.new', 'x', null, undefined],
  ])('of %s on %s leads to what it is about', (action, object, after, place) => {
    expect(placeOf({ action, object, after })).toEqual(place);
  });

  it('tells a refusal by its code', () => {
    expect(refusalOf('refused: SELF_APPROVAL')).toBe('SELF_APPROVAL');
    expect([refusalOf('done'), refusalOf('completed')]).toEqual([undefined, undefined]);
  });

  it('shortens ids, not types', () => {
    expect(shortObject('6f1d3c1e-58a2-4c0b-9a55-1f4b2f0c7d01')).toBe('6f1d3c1e…');
    expect(shortObject('com.platform.catalog.game.viewed.v1')).toBe('com.platform.catalog.game.viewed.v1');
  });

  it('has words for the same actions in both languages', () => {
    expect(Object.keys(actionTexts.ru).sort()).toEqual(Object.keys(actionTexts.en).sort());
  });
});
