import { rejectionRow } from './rejection-rows';

const LETTER = {
  dlq_id: 'a'.repeat(64),
  first_seen: '2026-11-02T10:00:00.000Z',
  event_type: 'com.platform.catalog.game.viewed.v1',
  event_source: '/catalog',
  event_id: '1',
};

describe('a refused event', () => {
  it('is the same one whatever it was refused for, and however often', () => {
    const again = rejectionRow({ ...LETTER, dlq_id: 'b'.repeat(64), reason_code: 'SCHEMA_INVALID' });
    expect(again).toEqual(rejectionRow(LETTER));
    expect(rejectionRow(LETTER)).toMatchObject({
      event_type: LETTER.event_type,
      rejected_at: new Date(LETTER.first_seen),
    });
    expect(rejectionRow({ ...LETTER, event_id: '2' })!.identity).not.toBe(again!.identity);
    expect(rejectionRow(LETTER)!.identity).not.toContain('catalog');
  });

  it('whose identity nobody knows is its letter', () => {
    expect(rejectionRow({ ...LETTER, event_id: null, event_type: null })).toMatchObject({
      identity: LETTER.dlq_id,
      event_type: '',
    });
  });

  it.each([
    null,
    [],
    'x',
    {},
    { ...LETTER, dlq_id: '1' },
    { ...LETTER, first_seen: 'yesterday' },
    { ...LETTER, first_seen: '9999-01-01T00:00:00Z' },
  ])('is not %j', (value) => {
    expect(rejectionRow(value)).toBeUndefined();
  });
});
