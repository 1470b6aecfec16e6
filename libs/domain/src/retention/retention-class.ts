/** For how long events of some types are kept in the lake, in months since it took them; undefined keeps them. */
export interface RetentionClass {
  readonly name: 'lasting' | 'behaviour' | 'measurements';
  readonly months: number | undefined;
}

/** What today's numbers rest on however old it is: money, games, wishes, and who somebody is. */
const LASTING: readonly string[] = [
  ...['com.platform.payment.transaction.completed.v1', 'com.platform.payment.refund.processed.v1'],
  ...['com.platform.developer.game.published.v1', 'com.platform.library.game.added.v1'],
  ...['com.platform.catalog.game.wishlisted.v1', 'com.platform.catalog.game.unwishlisted.v1'],
  ...['com.platform.auth.user.registered.v1', 'com.platform.auth.user.loggedin.v1'],
  ...['com.platform.account.profile.updated.v1', 'com.platform.account.status.updated.v1'],
  'com.platform.admin.user.banned.v1',
];
const MEASUREMENTS: readonly string[] = [
  'com.platform.system.service.measured.v1',
  'com.platform.system.log.recorded.v1',
];

export const RETENTION_CLASSES = {
  lasting: { name: 'lasting', months: undefined },
  behaviour: { name: 'behaviour', months: 25 },
  measurements: { name: 'measurements', months: 13 },
} as const satisfies Record<string, RetentionClass>;

/** A type nobody has listed is behaviour. */
export function retentionOf(eventType: string): RetentionClass {
  if (LASTING.includes(eventType)) return RETENTION_CLASSES.lasting;
  return MEASUREMENTS.includes(eventType) ? RETENTION_CLASSES.measurements : RETENTION_CLASSES.behaviour;
}

/** The same day and time so many months before; the last day of a shorter month. */
export function monthsBefore(instant: Date, months: number): Date {
  const day = instant.getUTCDate();
  const first = new Date(instant);
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() - months);
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, last));
  return first;
}

/** Whether what the lake took at `takenAt` is to be removed by now. */
export function isOutlived(eventType: string, takenAt: Date, now: Date): boolean {
  const { months } = retentionOf(eventType);
  return months !== undefined && takenAt < monthsBefore(now, months);
}
