import { Injectable, Logger } from '@nestjs/common';
import { ProxyConfig } from '../proxy/proxy.config';
import { loginsUnaudited } from './login.metrics';

const PATH = '/api/v1/analytics/admin/audit/logins';
/** Somebody waits for the page: admin gets this long. */
const WAIT_MS = 2_000;

/**
 * Who logged in, into the audit that admin keeps, in the name of that person's own token. Told once for a code, and a code is
 * taken once. While admin is away people get in nevertheless, and that their row is missing is counted.
 */
@Injectable()
export class LoginAudit {
  private readonly logger = new Logger(LoginAudit.name);

  constructor(private readonly config: ProxyConfig) {}

  async record(accessToken: string): Promise<void> {
    try {
      const answer = await fetch(new URL(PATH, this.config.adminUrl), {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken}` },
        redirect: 'error',
        signal: AbortSignal.timeout(WAIT_MS),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`admin answered ${answer.status}`);
    } catch (error) {
      loginsUnaudited.inc();
      this.logger.error({ msg: 'a log-in has no row in the audit', err: error });
    }
  }
}
