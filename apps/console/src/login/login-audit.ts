import { Injectable, Logger } from '@nestjs/common';
import { Upstreams } from '../proxy/upstreams';
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

  constructor(private readonly upstreams: Upstreams) {}

  async record(accessToken: string): Promise<void> {
    try {
      const headers = { authorization: `Bearer ${accessToken}` };
      const signal = AbortSignal.timeout(WAIT_MS);
      const answer = await this.upstreams.send('admin', { method: 'POST', path: PATH, headers, signal });
      answer.resume();
      if (answer.statusCode !== 200) throw new Error(`admin answered ${answer.statusCode}`);
    } catch (error) {
      loginsUnaudited.inc();
      this.logger.error({ msg: 'a log-in has no row in the audit', err: error });
    }
  }
}
