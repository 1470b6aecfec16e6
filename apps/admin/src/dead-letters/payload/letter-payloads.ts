import type { DeadLetterContent } from '@analytics/infra-postgres';
import { KafkaConfig, PayloadSealer } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { LargePayloads } from './large-payloads';

/** A refused record as it came, as far as it is kept. */
export interface OpenedLetter {
  readonly id: string;
  readonly topic: string;
  readonly key: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
  /**
   * `kept`; `not_kept` where the person was erased, no key was there when it was refused, or its time is over; `locked`
   * where it is sealed by a key that this service does not have.
   */
  readonly state: 'kept' | 'not_kept' | 'locked';
}

/** Opens what dead letters keep. Whoever shows it says so in the audit. */
@Injectable()
export class LetterPayloads {
  private readonly sealer: PayloadSealer | undefined;

  constructor(
    config: KafkaConfig,
    private readonly large: LargePayloads,
  ) {
    this.sealer = PayloadSealer.of(config);
  }

  /** A key as records are found by it: as it is, and as it stands where it names a person. */
  keysOf(key: string): string[] {
    return [key, ...(this.sealer === undefined ? [] : [this.sealer.pseudonym(Buffer.from(key))])];
  }

  async open(content: DeadLetterContent): Promise<OpenedLetter> {
    const { id, topic, headers, letterId, sealedKeyId: keyId } = content;
    const raw = await this.large.of(content);
    const sealer = keyId === null || keyId === this.sealer?.keyId ? this.sealer : undefined;
    if (keyId !== null && sealer === undefined) return { id, topic, key: null, headers, value: null, state: 'locked' };
    const opened = (field: string, sealed: Buffer | null): Buffer | null =>
      sealed === null || keyId === null || sealer === undefined ? sealed : sealer.open(sealed, `${letterId}/${field}`);
    const all = opened('source.headers_sealed_base64', content.headersSealed);
    return {
      ...{ id, topic },
      key: opened('source.key_base64', content.key),
      headers: all === null ? headers : (JSON.parse(all.toString()) as Record<string, string>),
      value: opened('raw_base64', raw),
      state: raw === null ? 'not_kept' : 'kept',
    };
  }
}
