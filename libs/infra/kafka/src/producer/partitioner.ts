import { murmur2 } from './murmur2';

/** Chooses a record's partition once, before it is sent: a retry inside the driver must not choose again. */
export class Partitioner {
  private readonly turns = new Map<string, number>();

  choose(topic: string, key: Buffer | null, partitions: number): number {
    if (key !== null) return (murmur2(key) & 0x7fffffff) % partitions;
    const turn = this.turns.get(topic) ?? 0;
    this.turns.set(topic, (turn + 1) % partitions);
    return turn % partitions;
  }
}
