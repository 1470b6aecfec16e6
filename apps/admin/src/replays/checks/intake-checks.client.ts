import {
  INTAKE_CHECKS_PATH,
  type IntakeCheck,
  type IntakeChecksAnswer,
  type IntakeVerdict,
  MOST_INTAKE_CHECKS,
} from '@analytics/contracts';
import { Unavailable } from '@analytics/domain';
import { Injectable } from '@nestjs/common';
import { RehearsalNotConfigured } from '../replay-errors';
import { ReplaysConfig } from '../replays.config';
import { ServiceToken } from './service-token';

/** Below what ingestion takes as a body, with room for headers. */
const BYTES_AT_ONCE = 3 * 1024 * 1024;

/** Asks ingestion what its intake would do with records. */
@Injectable()
export class IntakeChecksClient {
  constructor(
    private readonly config: ReplaysConfig,
    private readonly token: ServiceToken,
  ) {}

  get configured(): boolean {
    return this.config.ingestionUrl !== '' && this.config.tokenUrl !== '';
  }

  /** The verdicts in the order of the records. */
  async check(records: readonly IntakeCheck[]): Promise<IntakeVerdict[]> {
    const verdicts: IntakeVerdict[] = [];
    for (const portion of portionsOf(records)) verdicts.push(...(await this.ask(portion)));
    return verdicts;
  }

  private async ask(records: readonly IntakeCheck[]): Promise<readonly IntakeVerdict[]> {
    if (!this.configured) throw new RehearsalNotConfigured();
    let answer = await this.post(records);
    if (answer.status === 401) {
      // The issuer may have changed its keys since.
      this.token.forget();
      answer = await this.post(records);
    }
    if (answer.status !== 200) throw new Unavailable('the check of ingestion', 1, { cause: answer.status });
    const { data } = (await answer.json()) as IntakeChecksAnswer;
    if (data.length !== records.length) throw new Unavailable('the check of ingestion');
    return data;
  }

  private async post(records: readonly IntakeCheck[]): Promise<Response> {
    const token = await this.token.get();
    try {
      return await fetch(new URL(INTAKE_CHECKS_PATH, this.config.ingestionUrl), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ records }),
        redirect: 'error',
        signal: AbortSignal.timeout(this.config.timeoutMs),
      });
    } catch (error) {
      throw new Unavailable('the check of ingestion', 1, { cause: error });
    }
  }
}

function portionsOf(records: readonly IntakeCheck[]): IntakeCheck[][] {
  const portions: IntakeCheck[][] = [];
  let bytes = BYTES_AT_ONCE;
  for (const record of records) {
    const size = JSON.stringify(record).length;
    if (bytes + size > BYTES_AT_ONCE || portions.at(-1)!.length >= MOST_INTAKE_CHECKS) {
      portions.push([]);
      bytes = 0;
    }
    portions.at(-1)!.push(record);
    bytes += size;
  }
  return portions;
}
