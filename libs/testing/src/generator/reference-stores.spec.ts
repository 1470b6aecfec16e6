import { referenceStores } from './reference-stores';

describe('the stores that suites compare with the reference', () => {
  it('are three small ones unless more is asked for', () => {
    const now = new Date('2027-01-05T00:00:00Z');
    expect(referenceStores({}, now)).toMatchObject([
      { seed: 1, events: 20_000, days: 45, until: new Date('2026-11-09T00:00:00Z') },
      { seed: 2, events: 20_000, days: 45 },
      { seed: 3, events: 20_000, days: 220 },
    ]);
    const asked = { REFERENCE_EVENTS: '200000', REFERENCE_SEEDS: '20', REFERENCE_FROM_SEED: '5' };
    expect(referenceStores(asked, now)).toHaveLength(20);
    expect(referenceStores(asked, now)[0]).toMatchObject({ seed: 5, events: 200_000 });
  });

  it('have come to their end', () => {
    const ends = (now: string) => referenceStores({}, new Date(now))[0]!.until;
    expect(ends('2027-11-08T23:59:59Z')).toEqual(new Date('2026-11-09T00:00:00Z'));
    expect(ends('2027-11-09T00:00:00Z')).toEqual(new Date('2027-11-09T00:00:00Z'));
  });
});
