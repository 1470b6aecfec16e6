import { checkTime, type Checked, type DeviceClocks, passed, subjectKey, type TimeBounds } from '@analytics/domain';
import type { Known } from './known-event';

export interface Timed extends Known {
  readonly occurredAt: Date;
  readonly sentAt: Date | null;
  readonly effectiveAt: Date;
}

export interface EventBounds {
  readonly live: TimeBounds;
  readonly imported: TimeBounds;
}

/** The four times of an event; both when it says it happened and when it counts must lie within the bounds of its kind. */
export function timedEvent(
  clocks: Pick<DeviceClocks, 'offsetMs'>,
  { live, imported }: EventBounds,
  known: Known,
): Checked<Timed> {
  const { event, receivedAt } = known;
  const bounds = known.importId === null ? live : imported;
  const occurred = checkTime(event.time, receivedAt, bounds);
  if (!occurred.ok) return occurred;
  const occurredAt = occurred.value;
  const sentAt = typeof event.sentat === 'string' ? new Date(event.sentat) : null;
  const clock = clockOf(known);
  const offset = clock === undefined ? 0 : clocks.offsetMs(clock, { occurredAt, sentAt, receivedAt });
  if (offset === 0) return passed({ ...known, occurredAt, sentAt, effectiveAt: occurredAt });
  const effective = checkTime(new Date(occurredAt.getTime() + offset).toISOString(), receivedAt, bounds);
  return effective.ok ? passed({ ...known, occurredAt, sentAt, effectiveAt: effective.value }) : effective;
}

/**
 * Only devices have a clock of their own to correct; a boot named by the device begins a new one. Between the sending and the
 * import of an old event lie years, and not because of a clock.
 */
function clockOf({ actors, event, importId }: Known): string | undefined {
  if (actors.device === undefined || importId !== null) return undefined;
  const boot = (event as { readonly bootid?: unknown }).bootid;
  return `${subjectKey(actors.device)}\n${typeof boot === 'string' ? boot.slice(0, 128) : ''}`;
}
