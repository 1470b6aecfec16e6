import { type Checked, passed, type Refusal, refused } from '@analytics/domain';
import { KafkaPort, type Outcome, type Outgoing, type Received } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { EventChecks } from '../checks/event-checks';
import { COLLECTED_HEADERS } from '../collected-record';
import { validatedRecord } from './validated-record';

/** From a collected record to a clean event: decode → source → envelope, schema, time → scrub → out. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly checks: EventChecks,
    private readonly kafka: KafkaPort,
  ) {}

  /** A repeat is harmless: the copy of an event has its identity and meets it in the same partition downstream. */
  async takeIn(batch: readonly Received[]): Promise<Outcome[]> {
    const judged = batch.map((record) => this.judge(record));
    const clean = judged.flatMap((verdict) => (verdict.ok ? [verdict.value] : []));
    if (clean.length > 0) await this.kafka.send(clean);
    return judged.map((verdict) => (verdict.ok ? { status: 'kept' } : rejected(verdict.refusal)));
  }

  private judge(record: Received): Checked<Outgoing> {
    const decoded = decode(record);
    if (!decoded.ok) return decoded;
    if (record.headers[COLLECTED_HEADERS.sourceNotAllowed] === 'true') {
      return refused('SOURCE_NOT_ALLOWED', 'the write key may not send events of this source or type', '/source');
    }
    const receivedAt = receivedAtOf(record);
    const checked = this.checks.check(decoded.value, receivedAt);
    return checked.ok ? passed(validatedRecord(checked.value, receivedAt, record)) : checked;
  }
}

function decode(record: Received): Checked<unknown> {
  try {
    return passed(JSON.parse(record.value?.toString('utf8') ?? ''));
  } catch {
    return refused('MALFORMED_JSON', 'the record is not JSON', '');
  }
}

/** When collect took it: the broker's clock only where the header is missing, so that a second try decides the same. */
function receivedAtOf(record: Received): Date {
  const stamped = new Date(record.headers[COLLECTED_HEADERS.receivedAt] ?? Number.NaN);
  return Number.isNaN(stamped.getTime()) ? new Date(record.timestampMs) : stamped;
}

const rejected = (refusal: Refusal): Outcome => ({
  status: 'rejected',
  deadLetter: {
    stage: 'validate',
    reason: refusal.code,
    message: refusal.detail,
    pointer: refusal.pointer,
    personal: true,
  },
});
