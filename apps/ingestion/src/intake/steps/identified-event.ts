import { type Checked, passed, refused, type Subject, subjectKey } from '@analytics/domain';
import type { Identified as People } from '../../identity/identities.service';
import type { Timed } from './timed-event';

export interface Identified extends Timed {
  readonly userNo: number | null;
  readonly deviceNo: number | null;
  /** By subject key. An erased person the event only speaks of has no number and is left out. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** Nothing is taken of who was erased. */
export function notErased({ erased }: People, timed: Timed): Checked<Timed> {
  // Hardly ever is anybody, and to name a subject costs more than to look.
  if (erased.size === 0) return passed(timed);
  const { user, device } = timed.actors;
  const isErased = (subject: Subject | undefined): boolean => subject !== undefined && erased.has(subjectKey(subject));
  if (isErased(user)) return refused('ERASED_SUBJECT', 'the person was erased', '/data/userId');
  if (isErased(device)) return refused('ERASED_SUBJECT', 'the device was erased', '/data/anonymousId');
  return passed(timed);
}

export function identifiedEvent({ numbers }: People, timed: Timed): Checked<Identified> {
  const numberOf = (subject: Subject | undefined): number | null =>
    subject === undefined ? null : (numbers.get(subjectKey(subject)) ?? null);
  const { user, device } = timed.actors;
  // Added to the event itself, see `timedEvent`.
  const identified = timed as { -readonly [fact in keyof Identified]: Identified[fact] };
  identified.userNo = numberOf(user);
  identified.deviceNo = numberOf(device);
  identified.numbers = numbers;
  return passed<Identified>(identified);
}

const TELLS_WHOSE_DEVICE: Readonly<Record<string, 'login' | 'registration'>> = {
  'com.platform.auth.user.loggedin.v1': 'login',
  'com.platform.auth.user.registered.v1': 'registration',
};

export interface LinkedDevice {
  readonly deviceNo: number;
  readonly userNo: number;
  readonly at: Date;
  readonly via: 'login' | 'registration';
}

/** Who was seen to use which device: a login or a registration that names both. */
export function linksOf(events: readonly Identified[]): LinkedDevice[] {
  return events.flatMap(({ event, userNo, deviceNo, effectiveAt }) => {
    const via = TELLS_WHOSE_DEVICE[event.type];
    return via === undefined || userNo === null || deviceNo === null
      ? []
      : [{ deviceNo, userNo, at: effectiveAt, via }];
  });
}
