import { HOST } from '../network/loopback.mjs';

/** Whoever comes through a proxy has to be told the proxy's address for the next connections, so it gets a listener of its own. */
const frontListener = (frontPort, front) => ({
  listener: front === undefined ? '' : `,FRONT://${HOST}:${frontPort}`,
  advertised: front === undefined ? '' : `,FRONT://${HOST}:${front}`,
  protocol: front === undefined ? '' : ',FRONT:PLAINTEXT',
});

/** One node that is broker and controller. Everything not named here is Kafka's default. */
export function serverProperties({ port, controllerPort, frontPort, front, logDir }) {
  const { listener, advertised, protocol } = frontListener(frontPort, front);
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${HOST}:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://${HOST}:${port},CONTROLLER://${HOST}:${controllerPort}${listener}`,
    'advertised.listeners': `PLAINTEXT://${HOST}:${port}${advertised}`,
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': `PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT${protocol}`,
    'log.dirs': logDir,
    'auto.create.topics.enable': false,
    'num.partitions': 1,
    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 5,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 5,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 5,
    'group.initial.rebalance.delay.ms': 0,
    // A restart after kill -9 waits until the old registration has run out; the default makes that nine seconds.
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 1000,
    'message.max.bytes': 4_194_304,
    'replica.fetch.max.bytes': 4_194_304,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 2,
    'num.recovery.threads.per.data.dir': 1,
    'log.cleaner.threads': 1,
    'log.cleaner.dedupe.buffer.size': 4_194_304,
    'log.index.size.max.bytes': 1_048_576,
  };
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${value}`);
  return `${lines.join('\n')}\n`;
}
