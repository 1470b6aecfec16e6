import type { GameSessionRow } from '../warehouse/derived-tables';

const MINUTE_MS = 60_000;

/** When a game session without an end is over, and how long any can be. */
export const GAME_SESSION_RULES = {
  /** Without a sign for so long it is over. */
  silenceMs: 30 * MINUTE_MS,
  /** How long one is taken to have lasted that gave no sign but its start. */
  withoutSignsMs: 5 * MINUTE_MS,
  capMs: 24 * 60 * MINUTE_MS,
} as const;

export const GAME_SESSION_STARTED = 'com.platform.library.session.started.v1';
export const GAME_SESSION_HEARTBEAT = 'com.platform.library.session.heartbeat.v1';
export const GAME_SESSION_ENDED = 'com.platform.library.session.ended.v1';
export const GAME_SESSION_TYPES: readonly string[] = [GAME_SESSION_STARTED, GAME_SESSION_HEARTBEAT, GAME_SESSION_ENDED];

/** Where and by whom a session is played, as its deciding event says. */
export interface GameSessionTraits {
  readonly game_id: string;
  readonly platform: string;
  readonly country: string;
  readonly client_version: string;
  readonly is_bot: boolean;
  readonly is_staff: boolean;
}

/** What is known of one session: of each type the event that decides, by the order of events. */
export interface GameSessionSigns {
  readonly sessionId: string;
  readonly userNo: number;
  /** Number of its events. */
  readonly facts: number;
  /** Of its first event of any type. */
  readonly first: GameSessionTraits;
  /** Its first start; times are Unix milliseconds. */
  readonly started?: GameSessionTraits & { readonly atMs: number };
  readonly heartbeats?: { readonly firstMs: number; readonly lastMs: number };
  /** Its last end. */
  readonly ended?: { readonly atMs: number; readonly durationMs: number };
}

/** The row of a session: a function of its events, in whatever order they came. */
export function gameSessionOf(signs: GameSessionSigns): GameSessionRow {
  const { sessionId, userNo, facts, first, started, heartbeats, ended } = signs;
  const startMs = started?.atMs ?? (ended === undefined ? heartbeats?.firstMs : ended.atMs - ended.durationMs) ?? 0;
  const { game_id, platform, country, client_version, is_bot, is_staff } = started ?? first;
  return {
    session_id: sessionId,
    started_at: new Date(startMs),
    game_id,
    user_no: userNo,
    ended_at: ended === undefined ? null : new Date(ended.atMs),
    last_sign_at: new Date(Math.max(startMs, heartbeats?.lastMs ?? startMs)),
    has_heartbeat: heartbeats !== undefined,
    platform,
    country,
    client_version,
    is_bot,
    is_staff,
    facts: BigInt(facts),
    is_deleted: 0,
  };
}

/** When a session was over, or undefined while the rule, at this watermark, has not closed it. */
export function finishOf(
  session: Pick<GameSessionRow, 'started_at' | 'ended_at' | 'last_sign_at' | 'has_heartbeat'>,
  watermark: Date,
): Date | undefined {
  const { silenceMs, withoutSignsMs, capMs } = GAME_SESSION_RULES;
  const startMs = session.started_at.getTime();
  const signMs = session.last_sign_at.getTime();
  const cappedAt = (ms: number) => new Date(Math.min(ms, startMs + capMs));
  if (session.ended_at !== null) return cappedAt(Math.max(session.ended_at.getTime(), startMs));
  if (signMs + silenceMs > watermark.getTime()) return undefined;
  return cappedAt(session.has_heartbeat ? signMs : startMs + withoutSignsMs);
}
