import {
  type BrokenRule,
  checkCompatibility,
  checkRegistration,
  SchemaIncompatible,
  type SchemaMode,
  SchemaNotFound,
} from '@analytics/domain';
import type { EntityManager } from 'typeorm';
import type { Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';
import {
  type RegisteredSchema,
  type SchemaChanges,
  type SchemaRegistration,
  type SchemaRow,
  toRegisteredSchema,
} from './schema-registry.records';

const COLUMNS = 'type, version, schema, owner, mode, compatibility, description, example, created_at, created_by';
const MOST_TYPES = 10_000;

type Beside<Done> = (tx: EntityManager, done: Done) => Promise<void>;
const nothing = (): Promise<void> => Promise.resolve();

/** A catalogue entry that came with the product. */
export interface SeededSchema {
  readonly type: string;
  readonly version: number;
  readonly schema: RegisteredSchema['schema'];
}

/** The schemas of all event types, version by version. A version never changes; only its mode does. */
export class SchemaRegistryStore {
  constructor(private readonly postgres: Postgres) {}

  /** The newest version of each type. */
  async list(): Promise<RegisteredSchema[]> {
    const rows = await this.postgres.query<SchemaRow>(
      `SELECT DISTINCT ON (type) ${COLUMNS} FROM schema_versions ORDER BY type, version DESC LIMIT $1`,
      [MOST_TYPES],
    );
    return rows.map(toRegisteredSchema);
  }

  /** All versions of a type, oldest first. */
  async get(type: string): Promise<RegisteredSchema[]> {
    const rows = await this.postgres.query<SchemaRow>(
      `SELECT ${COLUMNS} FROM schema_versions WHERE type = $1 ORDER BY version`,
      [type],
    );
    if (rows.length === 0) throw new SchemaNotFound(type);
    return rows.map(toRegisteredSchema);
  }

  /** What `register` would refuse, without registering. Throws `SchemaInvalid` where there is nothing to compare. */
  async check(registration: SchemaRegistration): Promise<BrokenRule[]> {
    const schema = checkRegistration(registration);
    const rows = await this.postgres.query<SchemaRow>(
      `SELECT ${COLUMNS} FROM schema_versions WHERE type = $1 ORDER BY version`,
      [registration.type],
    );
    return brokenRules(rows, schema, registration);
  }

  /** The next version of a type, in the caller's transaction; refused with every broken rule when it breaks what its type promises. */
  async registerWithin(tx: EntityManager, registration: SchemaRegistration): Promise<RegisteredSchema> {
    const schema = checkRegistration(registration);
    await this.postgres.lockInTransaction(tx, `schema ${registration.type}`);
    const history = await runQuery<SchemaRow>(
      tx,
      `SELECT ${COLUMNS} FROM schema_versions WHERE type = $1 ORDER BY version`,
      [registration.type],
    );
    const broken = brokenRules(history, schema, registration);
    if (broken.length > 0) throw new SchemaIncompatible(broken);
    const last = history.at(-1);
    const { type, owner, createdBy, description = schema.description ?? '', example } = registration;
    const [row] = await runQuery<SchemaRow>(
      tx,
      `INSERT INTO schema_versions (type, version, schema, owner, mode, compatibility, description, example, created_by, changed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${COLUMNS}`,
      [
        type,
        (last?.version ?? 0) + 1,
        JSON.stringify(schema),
        owner,
        registration.mode ?? last?.mode ?? 'reject',
        registration.compatibility ?? last?.compatibility ?? 'backward',
        description,
        example === undefined ? null : JSON.stringify(example),
        createdBy,
        await nextChange(tx),
      ],
    );
    return toRegisteredSchema(row!);
  }

  /** The same in a transaction of its own. */
  register(registration: SchemaRegistration): Promise<RegisteredSchema> {
    return this.postgres.transaction((tx) => this.registerWithin(tx, registration));
  }

  async version(tx: EntityManager, type: string, version: number): Promise<RegisteredSchema> {
    const [row] = await runQuery<SchemaRow>(
      tx,
      `SELECT ${COLUMNS} FROM schema_versions WHERE type = $1 AND version = $2`,
      [type, version],
    );
    if (row === undefined) throw new SchemaNotFound(type, version);
    return toRegisteredSchema(row);
  }

  async setMode(
    type: string,
    version: number,
    mode: SchemaMode,
    beside: Beside<RegisteredSchema> = nothing,
  ): Promise<RegisteredSchema> {
    return this.postgres.transaction(async (tx) => {
      const [row] = await runQuery<SchemaRow>(
        tx,
        `UPDATE schema_versions SET mode = $3, changed = $4 WHERE type = $1 AND version = $2 RETURNING ${COLUMNS}`,
        [type, version, mode, await nextChange(tx)],
      );
      if (row === undefined) throw new SchemaNotFound(type, version);
      const changed = toRegisteredSchema(row);
      await beside(tx, changed);
      return changed;
    });
  }

  /** Adds what is missing and touches nothing that is there; says how many were added. */
  async seed(entries: readonly SeededSchema[]): Promise<number> {
    const known = await this.postgres.query<{ type: string; version: number }>(
      'SELECT type, version FROM schema_versions WHERE type = ANY($1)',
      [entries.map(({ type }) => type)],
    );
    const names = new Set(known.map(({ type, version }) => `${type} ${version}`));
    const missing = entries.filter(({ type, version }) => !names.has(`${type} ${version}`));
    if (missing.length === 0) return 0;
    return this.postgres.transaction(async (tx) => {
      const change = await nextChange(tx);
      const added = await runQuery(
        tx,
        `INSERT INTO schema_versions (type, version, schema, owner, mode, compatibility, description, example, created_by, changed)
         SELECT entry->>'type', (entry->>'version')::integer, entry->'schema', 'platform', 'reject', 'backward',
                coalesce(entry->'schema'->>'description', ''), entry->'schema'->'examples'->0, 'catalogue', $2
           FROM jsonb_array_elements($1::jsonb) AS entry
         ON CONFLICT (type, version) DO NOTHING RETURNING type`,
        [JSON.stringify(missing), change],
      );
      return added.length;
    });
  }

  /** What changed after change number `since`; from 0 everything. */
  async changesSince(since: number): Promise<SchemaChanges> {
    // Both in one statement, so that the number belongs to exactly these rows.
    const rows = await this.postgres.query<{ last: string } & Partial<SchemaRow>>(
      `SELECT last_change AS last, found.* FROM schema_changes
         LEFT JOIN (SELECT ${COLUMNS} FROM schema_versions WHERE changed > $1) AS found ON true
        ORDER BY type, version`,
      [since],
    );
    const changed = rows.filter((row): row is typeof row & SchemaRow => typeof row.type === 'string');
    return { last: Number(rows[0]?.last ?? 0), changed: changed.map(toRegisteredSchema) };
  }
}

/** The promise made before holds for this change; a weaker one counts from the next version on. */
function brokenRules(history: readonly SchemaRow[], schema: object, asked: SchemaRegistration): BrokenRule[] {
  const promised = history.at(-1)?.compatibility;
  const broken = checkCompatibility(history, schema, promised ?? asked.compatibility ?? 'backward');
  if (promised === undefined || asked.compatibility === undefined || asked.compatibility === promised) return broken;
  const told = new Set(broken.map((rule) => JSON.stringify(rule)));
  const more = checkCompatibility(history, schema, asked.compatibility);
  return [...broken, ...more.filter((rule) => !told.has(JSON.stringify(rule)))];
}

/** Holds the counter until the transaction ends, so that changes become visible in their order. */
async function nextChange(tx: EntityManager): Promise<string> {
  const rows = await runQuery<{ last_change: string }>(
    tx,
    'UPDATE schema_changes SET last_change = last_change + 1 RETURNING last_change',
  );
  return rows[0]!.last_change;
}
