import { Injectable } from '@nestjs/common';
import { DomainError } from '@analytics/domain';
import { AdminSession } from '../driver/admin-session';
import { KafkaDriver } from '../driver/kafka-driver';
import { KafkaUnavailable } from '../port/kafka-errors';

/** How far groups have come: what somebody else's consumer is done with. */
@Injectable()
export class GroupPositions {
  constructor(
    private readonly driver: KafkaDriver,
    private readonly admin: AdminSession,
  ) {}

  /** The next offset each partition of the topic is read from; partitions the group never committed are left out. */
  async committed(group: string, topic: string): Promise<ReadonlyMap<number, bigint>> {
    const named = this.driver.named(topic);
    try {
      const found = await this.admin.use((admin) =>
        admin.fetchOffsets({ groupId: this.driver.named(group), topics: [named] }),
      );
      const partitions = found.find((each) => each.topic === named)?.partitions ?? [];
      return new Map(
        partitions.flatMap(({ partition, offset }) =>
          BigInt(offset) < 0n ? [] : [[partition, BigInt(offset)] as const],
        ),
      );
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new KafkaUnavailable('not_sent', { cause: error });
    }
  }
}
