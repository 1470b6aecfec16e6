/** What events add to the counts of one second of their own time. */
export interface LiveCounts {
  events: number;
  views: number;
  purchases: number;
  kopecks: bigint;
  readonly types: Map<string, number>;
  readonly games: Map<string, { views: number; kopecks: bigint }>;
}

/** A game session as far as some events tell: seconds of its latest sign and of its end, 0 where they tell nothing. */
export interface LiveSession {
  sign: number;
  ended: number;
}

/**
 * What a set of events changes in the live numbers, added up so that the order does not matter. Seconds are Unix seconds of
 * event time. Who was seen in the running second or ahead of the clock is kept apart, second by second, until that second
 * is over: the latest second alone would hide that somebody was seen before.
 */
export class LiveDelta {
  readonly counts = new Map<number, LiveCounts>();
  /** Account → latest second that is over. */
  readonly users = new Map<number, number>();
  /** Game → account → latest second that is over. */
  readonly players = new Map<string, Map<number, number>>();
  /** Sightings in seconds that are not over; no game stands for activity on the platform. */
  readonly ahead: { readonly game: string; readonly user: number; readonly second: number }[] = [];
  /** Account → session. */
  readonly sessions = new Map<number, Map<string, LiveSession>>();
  /** Latest reception by the platform, in Unix milliseconds. */
  watermarkMs = 0;

  at(second: number): LiveCounts {
    const found = this.counts.get(second);
    if (found !== undefined) return found;
    const made = { events: 0, views: 0, purchases: 0, kopecks: 0n, types: new Map(), games: new Map() };
    this.counts.set(second, made);
    return made;
  }

  game(second: number, id: string): { views: number; kopecks: bigint } {
    const { games } = this.at(second);
    const found = games.get(id);
    if (found !== undefined) return found;
    const made = { views: 0, kopecks: 0n };
    games.set(id, made);
    return made;
  }

  money(second: number, game: string, kopecks: bigint): void {
    this.at(second).kopecks += kopecks;
    if (game !== '') this.game(second, game).kopecks += kopecks;
  }

  /** Somebody was active (`game` empty), or played a game. */
  seen(user: number, game: string, second: number, nowSecond: number): void {
    if (second >= nowSecond) {
      this.ahead.push({ game, user, second });
      return;
    }
    const latest = game === '' ? this.users : this.playersOf(game);
    latest.set(user, Math.max(second, latest.get(user) ?? 0));
  }

  session(user: number, id: string, { sign, ended }: LiveSession): void {
    let sessions = this.sessions.get(user);
    if (sessions === undefined) this.sessions.set(user, (sessions = new Map()));
    const known = sessions.get(id);
    if (known === undefined) sessions.set(id, { sign, ended });
    else Object.assign(known, { sign: Math.max(known.sign, sign), ended: Math.max(known.ended, ended) });
  }

  private playersOf(game: string): Map<number, number> {
    const found = this.players.get(game);
    if (found !== undefined) return found;
    const made = new Map<number, number>();
    this.players.set(game, made);
    return made;
  }
}
