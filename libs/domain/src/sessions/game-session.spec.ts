import { finishOf, GAME_SESSION_RULES, gameSessionOf, type GameSessionSigns } from './game-session';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Before midnight of a night in which clocks go back. */
const START_MS = Date.UTC(2026, 9, 24, 23, 50);
const TRAITS = {
  game_id: 'game',
  platform: 'linux',
  country: 'RU',
  client_version: '1',
  is_bot: false,
  is_staff: false,
};
const started = { ...TRAITS, atMs: START_MS };

const sessionOf = (signs: Partial<GameSessionSigns>) =>
  gameSessionOf({ sessionId: 's', userNo: 1, facts: 1, first: TRAITS, ...signs });
const finishMs = (signs: Partial<GameSessionSigns>, watermarkMs: number) =>
  finishOf(sessionOf(signs), new Date(watermarkMs))?.getTime();

describe('a game session', () => {
  it('starts when its start says, whatever came first', () => {
    const session = sessionOf({ started, heartbeats: { firstMs: START_MS - HOUR_MS, lastMs: START_MS + HOUR_MS } });
    expect(session.started_at.getTime()).toBe(START_MS);
    expect(session.last_sign_at.getTime()).toBe(START_MS + HOUR_MS);
  });

  it('without a start starts its duration before its end, else with its first heartbeat', () => {
    const heartbeats = { firstMs: START_MS, lastMs: START_MS + HOUR_MS };
    const ended = { atMs: START_MS + HOUR_MS, durationMs: 2 * HOUR_MS };
    expect(sessionOf({ heartbeats, ended }).started_at.getTime()).toBe(START_MS - HOUR_MS);
    expect(sessionOf({ heartbeats }).started_at.getTime()).toBe(START_MS);
  });

  it('is described by its start, else by its first event', () => {
    expect(sessionOf({ started: { ...started, platform: 'windows' } }).platform).toBe('windows');
    expect(sessionOf({ heartbeats: { firstMs: START_MS, lastMs: START_MS } }).platform).toBe('linux');
  });

  it('is over when its end says, across midnight and a change of clocks', () => {
    const atMs = START_MS + 5 * HOUR_MS;
    expect(finishMs({ started, ended: { atMs, durationMs: 0 } }, 0)).toBe(atMs);
  });

  it('is of no length when its end lies before its start', () => {
    expect(finishMs({ started, ended: { atMs: START_MS - HOUR_MS, durationMs: 0 } }, 0)).toBe(START_MS);
  });

  it('without an end is open until it gave no sign for half an hour, and was over at its last heartbeat', () => {
    const heartbeats = { firstMs: START_MS, lastMs: START_MS + HOUR_MS };
    const closesMs = START_MS + HOUR_MS + GAME_SESSION_RULES.silenceMs;
    expect(finishMs({ started, heartbeats }, closesMs - 1)).toBeUndefined();
    expect(finishMs({ started, heartbeats }, closesMs)).toBe(START_MS + HOUR_MS);
  });

  it('that gave no sign but its start lasted five minutes', () => {
    expect(finishMs({ started }, START_MS + 29 * MINUTE_MS)).toBeUndefined();
    expect(finishMs({ started }, START_MS + 30 * MINUTE_MS)).toBe(START_MS + 5 * MINUTE_MS);
  });

  it.each([
    ['its end', { ended: { atMs: START_MS + 40 * HOUR_MS, durationMs: 0 } }],
    ['its last heartbeat', { heartbeats: { firstMs: START_MS, lastMs: START_MS + 40 * HOUR_MS } }],
  ])('is no longer than a day even if %s is later', (_, signs) => {
    expect(finishMs({ started, ...signs }, START_MS + 99 * HOUR_MS)).toBe(START_MS + GAME_SESSION_RULES.capMs);
  });
});
