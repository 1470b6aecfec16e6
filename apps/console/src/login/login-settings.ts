import { Injectable } from '@nestjs/common';
import { PageConfig } from '../page/page.config';
import { SessionConfig } from '../session/session.config';
import { LoginConfig } from './login.config';

/** What of the configuration a log-in is made of. */
@Injectable()
export class LoginSettings {
  readonly redirectUri: string;
  readonly startUri: string;
  readonly clientId: string;
  readonly scope: string;
  readonly sessionHours: number;

  constructor(page: PageConfig, { clientId, scope }: LoginConfig, { hours }: SessionConfig) {
    this.redirectUri = `${page.origin}/auth/callback`;
    this.startUri = `${page.origin}/`;
    this.clientId = clientId;
    this.scope = scope;
    this.sessionHours = hours;
  }
}
