import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { PageConfig } from '../page/page.config';
import { type CookieOptions, partsOf, readCookies, setCookie, wholeOf } from './cookies';
import { SealedBox } from './sealed-box';
import { isSession, type Session } from './session';

/** Sessions as cookies: this service remembers none, so any of its processes serves anybody. */
@Injectable()
export class Sessions {
  private readonly name: string;

  constructor(
    private readonly box: SealedBox,
    private readonly page: PageConfig,
  ) {
    // Cookies know no ports: consoles side by side on one machine must not overwrite each other's.
    const { port } = new URL(page.publicUrl);
    this.name = page.isSecure ? '__Host-console' : `console${port === '' ? '' : `_${port}`}`;
  }

  async of({ cookie }: IncomingHttpHeaders): Promise<Session | undefined> {
    const sealed = wholeOf(this.name, readCookies(cookie));
    if (sealed === '') return undefined;
    const session = await this.box.open('session', sealed);
    return isSession(session) && session.until > Date.now() ? session : undefined;
  }

  /** Whether there is one at all; whether it can still be used shows when it is. */
  async isThere(headers: IncomingHttpHeaders): Promise<boolean> {
    return (await this.of(headers)) !== undefined;
  }

  /** `Set-Cookie` lines that keep the session. */
  async keep(session: Session): Promise<string[]> {
    const maxAgeSeconds = Math.max(1, Math.floor((session.until - Date.now()) / 1_000));
    return this.lines(await this.box.seal('session', session), maxAgeSeconds);
  }

  /** `Set-Cookie` lines that end it. */
  end(): string[] {
    return this.lines('', 0);
  }

  /** A cookie of one log-in on its way, by its state: several may be on their way in several tabs. */
  pendingName(state: string): string {
    return `${this.name}_login_${state.slice(0, 12)}`;
  }

  pendingOf({ cookie }: IncomingHttpHeaders, state: string): string {
    return readCookies(cookie).get(this.pendingName(state)) ?? '';
  }

  pendingCookie(state: string, value: string, maxAgeSeconds: number): string {
    return setCookie(this.pendingName(state), value, this.options(maxAgeSeconds));
  }

  private lines(value: string, maxAgeSeconds: number): string[] {
    return partsOf(this.name, value).map(([name, part]) =>
      setCookie(name, part, this.options(part === '' ? 0 : maxAgeSeconds)),
    );
  }

  private options = (maxAgeSeconds: number): CookieOptions => ({
    secure: this.page.isSecure,
    path: '/',
    maxAgeSeconds,
  });
}
