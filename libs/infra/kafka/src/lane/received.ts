import type { KafkaMessage } from 'kafkajs';
import type { Weighed } from './batch-buffer';

/** The driver's message as ours, with its weight in memory. */
export function weigh(topic: string, partition: number, message: KafkaMessage): Weighed {
  const headers: Record<string, string> = {};
  let bytes = 128 + (message.key?.length ?? 0) + (message.value?.length ?? 0);
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    // A header given several times: the last one counts, as with Kafka's own `lastHeader`.
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last === undefined) continue;
    headers[name] = last.toString();
    bytes += name.length + headers[name].length;
  }
  const record = {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key,
    value: message.value,
    headers,
    timestampMs: Number(message.timestamp),
  };
  return { record, bytes };
}
