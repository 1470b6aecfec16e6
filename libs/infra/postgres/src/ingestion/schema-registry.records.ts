import type { Compatibility, RegistrableSchema, SchemaMode } from '@analytics/domain';

/** One version of the schema of one event type, with who stands behind it. */
export interface RegisteredSchema {
  readonly type: string;
  readonly version: number;
  readonly schema: RegistrableSchema;
  readonly owner: string;
  readonly mode: SchemaMode;
  readonly compatibility: Compatibility;
  readonly description: string;
  readonly example: unknown;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** What a team asks to be registered; left out, mode and compatibility go on as the version before has them. */
export interface SchemaRegistration {
  readonly type: string;
  readonly schema: unknown;
  readonly owner: string;
  readonly mode?: SchemaMode;
  readonly compatibility?: Compatibility;
  readonly description?: string;
  readonly example?: unknown;
  readonly createdBy: string;
}

export interface SchemaChanges {
  /** The last change there is: what to ask from next time. */
  readonly last: number;
  readonly changed: readonly RegisteredSchema[];
}

export interface SchemaRow {
  readonly type: string;
  readonly version: number;
  readonly schema: RegistrableSchema;
  readonly owner: string;
  readonly mode: SchemaMode;
  readonly compatibility: Compatibility;
  readonly description: string;
  readonly example: unknown;
  readonly created_at: Date;
  readonly created_by: string;
}

export const toRegisteredSchema = (row: SchemaRow): RegisteredSchema => ({
  type: row.type,
  version: row.version,
  schema: row.schema,
  owner: row.owner,
  mode: row.mode,
  compatibility: row.compatibility,
  description: row.description,
  example: row.example,
  createdAt: row.created_at,
  createdBy: row.created_by,
});
