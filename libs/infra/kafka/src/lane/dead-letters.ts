import { Injectable } from '@nestjs/common';
import type { DeadLetter } from '@analytics/contracts';
import { KafkaDriver } from '../driver/kafka-driver';
import { KafkaPort } from '../port/kafka-port';
import type { Received } from '../port/kafka-records';
import { deadLetterRecord } from './dead-letter-record';
import { PayloadSealer } from './payload-sealer';

/** Dead letters of records that came another way than by the runner of batches, which writes its own. */
@Injectable()
export class DeadLetters {
  private readonly sealer: PayloadSealer | undefined;

  constructor(
    private readonly driver: KafkaDriver,
    private readonly port: KafkaPort,
  ) {
    this.sealer = PayloadSealer.of(driver.config);
  }

  async send(refused: readonly { readonly record: Received; readonly letter: DeadLetter }[]): Promise<void> {
    if (refused.length === 0) return;
    const nowMs = Date.now();
    const letterOf = ({ record, letter }: (typeof refused)[number]) =>
      deadLetterRecord({ record, letter, attempts: 1, nowMs }, this.driver.config, this.sealer);
    await this.port.send(refused.map(letterOf), { patient: true });
  }
}
