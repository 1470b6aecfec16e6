import { INTAKE_CHECKS_SCOPE } from '@analytics/contracts';
import { Unavailable } from '@analytics/domain';
import { Injectable } from '@nestjs/common';
import { ReplaysConfig } from '../replays.config';

const SPARE_MS = 60_000;

/** The token by which ingestion knows this service: asked for when it is first needed, and again before it ends. */
@Injectable()
export class ServiceToken {
  private held: { readonly token: string; readonly until: number } | undefined;

  constructor(private readonly config: ReplaysConfig) {}

  async get(): Promise<string> {
    if (this.held === undefined || this.held.until <= Date.now()) this.held = await this.ask();
    return this.held.token;
  }

  forget(): void {
    this.held = undefined;
  }

  private async ask(): Promise<{ token: string; until: number }> {
    const { tokenUrl, clientId, clientSecret, timeoutMs } = this.config;
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
    try {
      const answer = await fetch(tokenUrl, {
        method: 'POST',
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: INTAKE_CHECKS_SCOPE }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const { access_token: token, expires_in: seconds = 300 } = (await answer.json()) as {
        access_token?: string;
        expires_in?: number;
      };
      if (answer.status !== 200 || token === undefined) throw new Unavailable('the token issuer');
      return { token, until: Date.now() + Math.max(0, seconds * 1_000 - SPARE_MS) };
    } catch (error) {
      throw error instanceof Unavailable ? error : new Unavailable('the token issuer', 1, { cause: error });
    }
  }
}
