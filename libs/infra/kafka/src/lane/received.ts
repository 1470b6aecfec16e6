import type { KafkaMessage } from 'kafkajs';
import type { Weighed } from './batch-buffer';

/** The driver's message as ours, with its weight in memory. */
export function weigh(topic: string, partition: number, message: KafkaMessage): Weighed {
  const headers: Record<string, string> = {};
  const given = message.headers ?? {};
  let bytes = 128 + (message.key?.length ?? 0) + (message.value?.length ?? 0);
  for (const name in given) {
    const text = lastText(given[name]);
    if (text === undefined) continue;
    headers[name] = text;
    bytes += name.length + text.length;
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

type Header = NonNullable<KafkaMessage['headers']>[string];

/** A header given several times: the last one counts, as with Kafka's own `lastHeader`. One that is null is not there. */
function lastText(given: Header | null): string | undefined {
  const last = Array.isArray(given) ? given.at(-1) : given;
  return last?.toString();
}
