import { CATALOGUE, type EventSchema } from '@analytics/contracts';
import { MASKED, maskedEvent, SchemaNotFound } from '@analytics/domain';
import { type DeadLetterItem, SchemaRegistryStore } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { eventOf } from './event-of';
import type { OpenedLetter } from './letter-payloads';

/** A payload as it is answered: for everybody, and for who has the right and said why. */
@Injectable()
export class ShownPayloads {
  constructor(private readonly registry: SchemaRegistryStore) {}

  async masked(item: DeadLetterItem, letter: OpenedLetter): Promise<unknown> {
    if (letter.value === null) return null;
    const event = eventOf(letter);
    if (event === undefined) return `${MASKED} ${letter.value.length} bytes`;
    return maskedEvent(event, await this.schemaOf(event), item.pointer ?? undefined);
  }

  /** As it was sent; text where it is not JSON. */
  revealed(letter: OpenedLetter): unknown {
    return letter.value === null ? null : (eventOf(letter) ?? letter.value.toString());
  }

  /** The newest one the registry has: what was personal in one version stays so in the next. */
  private async schemaOf(event: unknown): Promise<EventSchema | undefined> {
    const type = typeof event === 'object' && event !== null ? (event as { type?: unknown }).type : undefined;
    if (typeof type !== 'string' || type.includes('\0')) return undefined;
    try {
      return (await this.registry.get(type)).at(-1)?.schema as EventSchema | undefined;
    } catch (error) {
      if (!(error instanceof SchemaNotFound)) throw error;
      return CATALOGUE.find((entry) => entry.type === type)?.schema;
    }
  }
}
