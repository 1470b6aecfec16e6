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
  if (offset === 0) return passed(withFacts(known, { occurredAt, sentAt, effectiveAt: occurredAt }));
  const effective = checkTime(new Date(occurredAt.getTime() + offset).toISOString(), receivedAt, bounds);
  return effective.ok ? passed(withFacts(known, { occurredAt, sentAt, effectiveAt: effective.value })) : effective;
}

/**
 * An event on its way belongs to one batch: what a step found out is added to it. A copy for each step costs more than all
 * checks together.
 */
function withFacts(known: Known, found: Pick<Timed, 'occurredAt' | 'sentAt' | 'effectiveAt'>): Timed {
  const timed = known as { -readonly [fact in keyof Timed]: Timed[fact] };
  timed.occurredAt = found.occurredAt;
  timed.sentAt = found.sentAt;
  timed.effectiveAt = found.effectiveAt;
  return timed;
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
