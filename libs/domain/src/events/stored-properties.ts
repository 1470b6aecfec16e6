import type { EventSchema } from '@analytics/contracts';

type Data = Readonly<Record<string, unknown>>;

/**
 * What of an event's data may be kept: the properties its schema knows and does not call personal. Until a pseudonym can
 * stand for a person's id, the id goes the way of every other personal property and is dropped.
 */
export function storedProperties(schema: EventSchema, data: Data): Data {
  const kept = Object.entries(data).filter(([name]) => {
    const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    return property !== undefined && property['x-pii'] === undefined;
  });
  return Object.fromEntries(kept);
}
