import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Unauthenticated } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import { IdentityProvider, LoginOver, type Tokens } from '../login/identity-provider';
import { sessionsRefreshed } from '../login/login.metrics';
import type { Session } from './session';
import { Sessions } from './sessions';

/** So long before the access token is over a new one is fetched: no request should die on its way. */
const SPARE_MS = 60_000;
/** The requests of one page come together; those with the old cookie get what the first one fetched. */
const REMEMBERED_MS = 30_000;
const MOST_REMEMBERED = 10_000;

export interface LiveSession {
  readonly session: Session;
  /** `Set-Cookie` lines that the answer has to carry; empty while nothing changed. */
  readonly cookies: readonly string[];
}

/** Sessions that can be used now: an access token near its end is replaced without anybody noticing. */
@Injectable()
export class LiveSessions {
  private readonly refreshed = new Map<string, Promise<Tokens>>();

  constructor(
    private readonly sessions: Sessions,
    private readonly provider: IdentityProvider,
  ) {}

  async of(headers: IncomingHttpHeaders): Promise<LiveSession> {
    const session = await this.sessions.of(headers);
    if (session === undefined) throw new Unauthenticated('no session', 'Nobody is logged in: go to /auth/login.');
    if (session.accessUntil - SPARE_MS > Date.now()) return { session, cookies: [] };
    return this.refresh(session);
  }

  private async refresh(session: Session): Promise<LiveSession> {
    if (session.refreshToken === undefined) return this.asLongAsItLasts(session, new LoginOver());
    try {
      const tokens = await this.newTokens(session.refreshToken);
      const next = { ...session, ...tokens };
      return { session: next, cookies: await this.sessions.keep(next) };
    } catch (error) {
      return this.asLongAsItLasts(session, error);
    }
  }

  /** An issuer that is away for a moment ends no session whose token is still good. */
  private asLongAsItLasts(session: Session, error: unknown): LiveSession {
    if (session.accessUntil > Date.now()) return { session, cookies: [] };
    if (error instanceof LoginOver) {
      throw new Unauthenticated('session over', 'The session is over: go to /auth/login.');
    }
    throw error;
  }

  /** One refresh token is used once, however many requests carry it: an issuer takes a second use for a theft. */
  private newTokens(refreshToken: string): Promise<Tokens> {
    const key = createHash('sha256').update(refreshToken).digest('base64url');
    const known = this.refreshed.get(key);
    if (known !== undefined) return known;
    if (this.refreshed.size >= MOST_REMEMBERED) this.refreshed.delete(this.refreshed.keys().next().value!);
    const asked = this.provider.refresh(refreshToken);
    this.refreshed.set(key, asked);
    asked.then(
      () => {
        sessionsRefreshed.inc({ result: 'ok' });
        setTimeout(() => this.refreshed.delete(key), REMEMBERED_MS).unref();
      },
      (error: unknown) => {
        sessionsRefreshed.inc({ result: error instanceof LoginOver ? 'over' : 'failed' });
        this.refreshed.delete(key);
      },
    );
    return asked;
  }
}
