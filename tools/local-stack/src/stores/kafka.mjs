import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { classPath, installKafkaJars } from '../setup/kafka-jars.mjs';
import { runProgram } from '../setup/run-program.mjs';
import { plainEnvironment } from '../system/launch.mjs';
import { HOST } from '../network/loopback.mjs';
import { askKafka } from './kafka-probe.mjs';
import { serverProperties } from './kafka-properties.mjs';

const JAVA = () => (process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java');

/** One broker for one developer: a small heap, a simple collector, and no time spent on optimising code. */
const JVM = [
  '-Xms64m',
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Xshare:auto',
  '-XX:+ExitOnOutOfMemoryError',
  '-Djava.awt.headless=true',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
];

const propertiesFile = (dir) => path.join(dir, 'server.properties');
const metaFile = (dir) => path.join(dir, 'log', 'meta.properties');
const clusterIdOf = (dir) => /^cluster\.id=(.*)$/m.exec(readFileSync(metaFile(dir), 'utf8'))[1].trim();

async function format(dir, classes) {
  // The first byte is fixed because an id that begins with a dash is taken for an option.
  const clusterId = Buffer.concat([Buffer.from([1]), randomBytes(15)]).toString('base64url');
  const args = [...JVM, '-cp', classes, 'kafka.tools.StorageTool', 'format', '--ignore-formatted'];
  await runProgram(JAVA(), [...args, '-t', clusterId, '-c', propertiesFile(dir)], { env: plainEnvironment() });
}

export const kafka = {
  name: 'kafka',
  ports: ['port', 'controllerPort', 'frontPort'],
  stopSignal: 'SIGTERM',
  readyTimeoutMs: 90_000,

  async prepare({ dir, ports, front }) {
    const classes = classPath(await installKafkaJars());
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(propertiesFile(dir), serverProperties({ ...ports, front, logDir: path.join(dir, 'log') }));
    if (!existsSync(metaFile(dir))) await format(dir, classes);
    return { classes };
  },

  command: ({ dir }, { classes }) => ({
    file: JAVA(),
    args: [...JVM, '-cp', classes, 'kafka.Kafka', propertiesFile(dir)],
    cwd: dir,
  }),

  /** Our own cluster has to answer: another broker on this port must not be taken for ours. */
  async isReady({ dir, ports }) {
    const answer = await askKafka(ports.port);
    return answer?.clusterId === clusterIdOf(dir) && answer.brokers.some(({ port }) => port === ports.port);
  },

  entry: ({ dir, ports }) => ({ brokers: [`${HOST}:${ports.port}`], clusterId: clusterIdOf(dir) }),
};
