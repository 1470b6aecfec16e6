import { KafkaPort, type Outgoing } from '@analytics/infra-kafka';
import { EventSink } from './event-sink';

/** Without a spool: what Kafka does not take is refused. */
export class DirectSink extends EventSink {
  constructor(private readonly kafka: KafkaPort) {
    super();
  }

  async send(records: readonly Outgoing[]): Promise<void> {
    await this.kafka.send(records);
  }
}
