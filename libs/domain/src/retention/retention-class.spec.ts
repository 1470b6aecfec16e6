import { isOutlived, monthsBefore, retentionOf } from './retention-class';

const NOW = new Date('2026-11-21T08:00:00Z');
const VIEW = 'com.platform.catalog.game.viewed.v1';

describe('the age of events', () => {
  it('follows from their class; a type nobody has listed is behaviour', () => {
    expect(retentionOf('com.platform.payment.refund.processed.v1')).toEqual({ name: 'lasting', months: undefined });
    expect(retentionOf('com.platform.system.service.measured.v1')).toEqual({ name: 'measurements', months: 13 });
    expect([VIEW, 'com.platform.new.thing.v1'].map((type) => retentionOf(type).name)).toEqual([
      'behaviour',
      'behaviour',
    ]);
  });

  it('ends on the day of the month, and never for what lasts', () => {
    expect(isOutlived(VIEW, new Date('2024-10-21T07:59:59.999Z'), NOW)).toBe(true);
    expect(isOutlived(VIEW, new Date('2024-10-21T08:00:00Z'), NOW)).toBe(false);
    expect(isOutlived('com.platform.system.log.recorded.v1', new Date('2025-10-20T00:00:00Z'), NOW)).toBe(true);
    expect(isOutlived('com.platform.auth.user.registered.v1', new Date(0), NOW)).toBe(false);
  });

  it('counts months of their own length', () => {
    expect(monthsBefore(new Date('2026-03-31T12:00:00Z'), 1)).toEqual(new Date('2026-02-28T12:00:00Z'));
    expect(monthsBefore(new Date('2026-01-15T00:00:00Z'), 25)).toEqual(new Date('2023-12-15T00:00:00Z'));
  });
});
