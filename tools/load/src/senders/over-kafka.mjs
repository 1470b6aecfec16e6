import kafkajs from 'kafkajs';

const AGAIN_MS = 500;
const DOMAIN = /^com\.platform\.([a-z]+)\./;

/** Events as services of the platform write them: to the topic of their domain, keyed by whom they are about. */
export class OverKafka {
  #kafka;
  #producer;

  constructor({ brokers }) {
    this.#kafka = new kafkajs.Kafka({
      clientId: 'load',
      brokers,
      logLevel: kafkajs.logLevel.NOTHING,
      connectionTimeout: 10_000,
      requestTimeout: 30_000,
    });
    // Repeats are counted here, so the driver makes none of its own.
    this.#producer = this.#kafka.producer({ retry: { retries: 0 }, allowAutoTopicCreation: false });
  }

  async connect() {
    await this.#producer.connect();
  }

  /** A platform service makes the topic of its domain; where it has not yet, the run does. */
  async prepare(topics) {
    const admin = this.#kafka.admin();
    await admin.connect();
    await admin.createTopics({
      topics: topics.map((topic) => ({ topic, numPartitions: 6, replicationFactor: 1 })),
      waitForLeaders: true,
    });
    await admin.disconnect();
  }

  /** Acknowledged by every replica, or not known. */
  async send(events) {
    const byTopic = new Map();
    for (const event of events) {
      const topic = topicOf(event.type);
      const messages = byTopic.get(topic) ?? [];
      messages.push({ key: event.data.userId ?? event.data.anonymousId ?? event.id, value: JSON.stringify(event) });
      byTopic.set(topic, messages);
    }
    const topicMessages = [...byTopic].map(([topic, messages]) => ({ topic, messages }));
    try {
      await this.#producer.sendBatch({ acks: -1, timeout: 30_000, topicMessages });
    } catch {
      return { outcome: 'unknown', afterMs: AGAIN_MS };
    }
    return { outcome: 'settled' };
  }

  async close() {
    await this.#producer.disconnect();
  }
}

export const topicOf = (type) => `com.platform.${DOMAIN.exec(type)?.[1] ?? 'catalog'}.events.v1`;
