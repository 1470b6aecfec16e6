/** What the driver says when it asks for the messages of a request. */
export interface MessagesToGroup<Message> {
  readonly topic: string;
  readonly partitionMetadata: readonly unknown[];
  readonly messages: readonly Message[];
  readonly partitioner: (of: { topic: string; partitionMetadata: readonly unknown[]; message: Message }) => number;
}

/**
 * The messages of a request by partition, in their order. The driver's own copies all it has of a partition for each message of
 * it: of a request with 1 500 messages that is a third of everything a sending process allocates.
 */
export function messagesByPartition<Message>(asked: MessagesToGroup<Message>): Record<number, Message[]> {
  const { topic, partitionMetadata, messages, partitioner } = asked;
  const grouped: Record<number, Message[]> = {};
  if (partitionMetadata.length === 0) return grouped;
  for (const message of messages) (grouped[partitioner({ topic, partitionMetadata, message })] ??= []).push(message);
  return grouped;
}
