import { type CollectItem, EVENT_LIMITS } from '@analytics/contracts';
import { type Refusal, refused } from '@analytics/domain';
import { KafkaPort, type Outgoing } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { EventChecks } from '../checks/event-checks';
import { collectedRecord } from '../collected-record';
import { mayCarry, type WriteKey } from '../write-keys/write-key';
import { countVerdicts } from './collect.metrics';

interface Judged {
  readonly item: CollectItem;
  readonly record?: Outgoing;
}

@Injectable()
export class CollectService {
  constructor(
    private readonly checks: EventChecks,
    private readonly kafka: KafkaPort,
  ) {}

  /**
   * Judges each item alone and resolves once Kafka has every record on all replicas. What is refused goes the same way
   * when it can be told apart, so that intake, the one writer of dead letters, keeps it for repair. A repeat is harmless:
   * (source, id) counts once.
   */
  async collect(items: readonly unknown[], key: WriteKey, receivedAt: Date): Promise<CollectItem[]> {
    const judged = items.map((candidate, index) => this.judge(candidate, index, key, receivedAt));
    const records = judged.flatMap(({ record }) => (record === undefined ? [] : [record]));
    if (records.length > 0) await this.kafka.send(records);
    const verdicts = judged.map(({ item }) => item);
    countVerdicts(verdicts);
    return verdicts;
  }

  private judge(candidate: unknown, index: number, key: WriteKey, receivedAt: Date): Judged {
    const value = JSON.stringify(candidate);
    if (Buffer.byteLength(value) > EVENT_LIMITS.eventBytes) {
      const tooLarge: Refusal = {
        code: 'TOO_LARGE',
        detail: `must be at most ${EVENT_LIMITS.eventBytes} bytes`,
        pointer: '',
      };
      return { item: rejectedItem(index, candidate, tooLarge) };
    }
    const identity = identityOf(candidate);
    const sourceAllowed = identity === undefined || mayCarry(key, identity.source, identity.type);
    const record =
      identity &&
      collectedRecord(candidate as Record<string, unknown>, value, { receivedAt, writeKeyId: key.id, sourceAllowed });
    const checked = sourceAllowed
      ? this.checks.check(candidate, receivedAt)
      : refused('SOURCE_NOT_ALLOWED', 'the write key may not send events of this source or type', '/source');
    if (!checked.ok) return { item: rejectedItem(index, candidate, checked.refusal), record };
    return {
      item: { index, id: checked.value.event.id, source: checked.value.event.source, status: 'accepted' },
      record,
    };
  }
}

interface Identity {
  readonly id: string;
  readonly source: string;
  readonly type: string;
}

/** What can be told apart from other events can be kept and repaired; the rest is answered and counted only. */
function identityOf(candidate: unknown): Identity | undefined {
  if (typeof candidate !== 'object' || candidate === null) return undefined;
  const { id, source, type } = candidate as Record<string, unknown>;
  if (!isText(id, EVENT_LIMITS.idLength) || !isText(source, EVENT_LIMITS.sourceLength)) return undefined;
  return { id, source, type: typeof type === 'string' ? type : '' };
}

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= max;

function rejectedItem(index: number, candidate: unknown, refusal: Refusal): CollectItem {
  const identity = identityOf(candidate);
  return { index, ...(identity && { id: identity.id, source: identity.source }), status: 'rejected', ...refusal };
}
