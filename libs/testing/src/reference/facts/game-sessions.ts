import type { ValidatedEvent } from '@analytics/contracts';
import { TYPE } from './event-types';
import { groupedBy, numberOf, textOf, type Told } from './known-events';

const SILENCE_MS = 30 * 60_000;
const WITHOUT_HEARTBEAT_MS = 5 * 60_000;
const LONGEST_MS = 24 * 3_600_000;

export interface GameSession {
  readonly id: string;
  readonly user: number;
  readonly game: string;
  readonly startedAt: number;
  /** As the client said it; undefined while no end is known. */
  readonly saidEnd: number | undefined;
  /** Latest heartbeat, else the start. */
  readonly lastSignAt: number;
  readonly hasHeartbeat: boolean;
  /** The event its place, version and person are taken from. */
  readonly from: ValidatedEvent;
  readonly facts: number;
}

const TYPES: readonly string[] = [TYPE.sessionStarted, TYPE.sessionHeartbeat, TYPE.sessionEnded];

/** Each session as its own events tell it. */
export function gameSessionsOf(told: readonly Told[]): GameSession[] {
  const signs = told.filter(({ event }) => TYPES.includes(event.type));
  return [...groupedBy(signs, ({ event }) => textOf(event, 'sessionId'))].map(([id, events]) => sessionOf(id, events));
}

function sessionOf(id: string, events: readonly Told[]): GameSession {
  const started = events.find(({ event }) => event.type === TYPE.sessionStarted)?.event;
  const ended = events.findLast(({ event }) => event.type === TYPE.sessionEnded)?.event;
  const heartbeats = events.filter(({ event }) => event.type === TYPE.sessionHeartbeat);
  const saidEnd = ended === undefined ? undefined : Date.parse(textOf(ended, 'sessionEndTime'));
  const startedAt =
    started !== undefined
      ? Date.parse(textOf(started, 'sessionStartTime'))
      : ended !== undefined
        ? saidEnd! - numberOf(ended, 'durationSeconds') * 1000
        : heartbeats[0]!.at;
  const from = started ?? events[0]!.event;
  return {
    id,
    user: from.user_no ?? 0,
    game: textOf(from, 'gameId'),
    startedAt,
    saidEnd,
    lastSignAt: Math.max(startedAt, ...heartbeats.map(({ at }) => at)),
    hasHeartbeat: heartbeats.length > 0,
    from,
    facts: events.length,
  };
}

/**
 * When a session ended, as known at the watermark: at its end, or, after 30 minutes without a sign, at its last heartbeat
 * or 5 minutes after a start that nothing followed; never more than 24 hours after its start. Undefined: still open.
 */
export function endOf(session: GameSession, watermark: number): number | undefined {
  const { startedAt, saidEnd, lastSignAt, hasHeartbeat } = session;
  const capped = (end: number): number => Math.min(Math.max(end, startedAt), startedAt + LONGEST_MS);
  if (saidEnd !== undefined) return capped(saidEnd);
  if (watermark - lastSignAt < SILENCE_MS) return undefined;
  return capped(hasHeartbeat ? lastSignAt : startedAt + WITHOUT_HEARTBEAT_MS);
}
