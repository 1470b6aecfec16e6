import type { EventSchema } from '@analytics/contracts';

/** What happens to an event that does not follow its schema. */
export const SCHEMA_MODES = ['observe', 'stamp', 'reject'] as const;
export type SchemaMode = (typeof SCHEMA_MODES)[number];

/** A schema as it may be registered: only `data` is described, and only keywords of the dialect are in it. */
export type RegistrableSchema = Pick<EventSchema, 'type' | 'properties'> & Partial<EventSchema>;

/** One version of the schema of one event type. */
export interface SchemaVersion {
  readonly type: string;
  readonly version: number;
  readonly schema: RegistrableSchema;
  readonly mode: SchemaMode;
}
