import { suiteNamespace } from '@analytics/testing';
import { KafkaConfig } from '../config/kafka.config';
import { KafkaDriver } from '../driver/kafka-driver';
import { provisionTopics } from '../topics/provision-topics';
import { Membership } from './membership';

describe('a membership that is over', () => {
  it('takes no notice of whoever still steers it', async () => {
    const suite = await suiteNamespace('infra-kafka-membership', { databases: [] });
    const config = Object.assign(new KafkaConfig(), {
      brokers: [...suite.kafka.brokers],
      topicPrefix: suite.topicPrefix,
    });
    const contract = {
      retentionMs: 60_000,
      cleanup: 'delete',
      maxMessageBytes: 1_000_000,
      timestamp: 'create',
    } as const;
    await provisionTopics(config, [{ name: 'left', partitions: 1, ...contract }]);
    const topic = `${suite.topicPrefix}left`;
    let over!: Membership;
    await new Promise<void>((resolve, reject) => {
      over = new Membership(new KafkaDriver(config), 'leaver', {
        joined: () => undefined,
        revoked: () => undefined,
        heard: () => undefined,
        fetched: () => undefined,
        batch: () => undefined,
        crashed: reject,
      });
      over.join([topic]).then(resolve, reject);
    });
    over.seek(topic, 0, 0n);
    await over.leave();
    over.seek(topic, 0, 0n);
    over.pause(topic, 0);
    over.resume(topic, 0);
  });
});
