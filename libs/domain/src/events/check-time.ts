import { type Checked, passed, refused } from './verdict';

export interface TimeBounds {
  readonly aheadMs: number;
  readonly behindMs: number;
}

/** The instant an event counts at, if it lies within what live traffic may send. `now` is passed in, so a retry decides the same. */
export function checkTime(time: string, now: Date, bounds: TimeBounds): Checked<Date> {
  const occurred = new Date(time);
  if (occurred.getTime() > now.getTime() + bounds.aheadMs) {
    return refused(
      'EVENT_TIME_OUT_OF_RANGE',
      `must be at most ${bounds.aheadMs / 60_000} minutes ahead of the platform's clock`,
      '/time',
    );
  }
  if (occurred.getTime() < now.getTime() - bounds.behindMs) {
    return refused(
      'EVENT_TIME_OUT_OF_RANGE',
      `must be at most ${bounds.behindMs / 86_400_000} days old; older events come in as an import`,
      '/time',
    );
  }
  return passed(occurred);
}
