import { Injectable } from '@nestjs/common';
import { AdminSession } from '../driver/admin-session';

interface Known {
  readonly partitions: number;
  readonly until: number;
}

/** How many partitions each topic has. Once known the answer is at once; it is renewed behind the callers' backs. */
@Injectable()
export class TopicPartitions {
  private readonly known = new Map<string, Known>();
  private readonly asked = new Map<string, Promise<number>>();

  constructor(private readonly admin: AdminSession) {}

  /** The count if it is known; otherwise undefined and `ask` finds it. */
  of(topic: string): number | undefined {
    const known = this.known.get(topic);
    if (known !== undefined && performance.now() > known.until) this.ask(topic).catch(() => undefined);
    return known?.partitions;
  }

  /** Asks the brokers, one question at a time per topic. */
  ask(topic: string): Promise<number> {
    const running = this.asked.get(topic);
    if (running !== undefined) return running;
    const question = this.find(topic).finally(() => this.asked.delete(topic));
    this.asked.set(topic, question);
    return question;
  }

  private async find(topic: string): Promise<number> {
    const partitions = await this.admin.use((admin) => admin.fetchTopicMetadata({ topics: [topic] }));
    const count = partitions.topics[0]?.partitions.length ?? 0;
    this.known.set(topic, { partitions: count, until: performance.now() + this.admin.config.metadataRefreshMs });
    return count;
  }
}
