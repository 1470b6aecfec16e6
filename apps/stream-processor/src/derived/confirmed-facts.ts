import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '@analytics/domain';
import type { BatchContext } from '@analytics/infra-kafka';
import { ProgressLedger } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { WAREHOUSE_SINK } from '../warehouse/protocol/range-sink';
import { DerivedConfig } from './derived.config';

const LOOK_MS = 100;

/** Whether the facts of a batch are all stored: said by the sink's ledger, and by nothing else. */
@Injectable()
export class ConfirmedFacts {
  constructor(
    private readonly ledger: ProgressLedger,
    private readonly config: DerivedConfig,
  ) {}

  /** Resolves when everything up to and with this offset is stored. */
  async upTo(offset: bigint, { topic, partition, signal }: BatchContext): Promise<void> {
    const deadlineMs = performance.now() + this.config.confirmWaitMs;
    for (;;) {
      const next = (await this.ledger.nextOffsets(WAREHOUSE_SINK, topic)).get(partition);
      if (next !== undefined && next > offset) return;
      if (signal.aborted || performance.now() >= deadlineMs) {
        throw new Unavailable(`the warehouse's word on ${topic}/${partition} up to ${offset}`);
      }
      await sleep(LOOK_MS);
    }
  }
}
