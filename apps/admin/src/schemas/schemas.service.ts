import {
  type BrokenRule,
  DomainError,
  type SchemaMode,
  schemaUsage,
  type SchemaUsage,
  unknownPropertiesOf,
} from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import {
  AuditLog,
  type CreationRequest,
  CreationRequests,
  type EntityManager,
  Postgres,
  type RegisteredSchema,
  type SchemaRegistration,
  SchemaRegistryStore,
  type ToleratedViolation,
  ToleratedViolationsStore,
  UnknownPropertiesStore,
  type UnknownProperty,
} from '@analytics/infra-postgres';
import { Injectable, Logger } from '@nestjs/common';

const USAGE_DAYS = 30;
const DAY_MS = 86_400_000;
const MOST_UNKNOWN = 10_000;
const MOST_VIOLATIONS = 200;

/** Left out, the owner goes on as the version before has it. */
export type WantedSchema = Omit<SchemaRegistration, 'owner'> & { readonly owner?: string };

/** Schemas as teams and operators change them; a change and its record are one transaction. */
@Injectable()
export class SchemasService {
  private readonly logger = new Logger(SchemasService.name);
  private readonly schemas: SchemaRegistryStore;
  private readonly properties: UnknownPropertiesStore;
  private readonly violations: ToleratedViolationsStore;

  constructor(
    private readonly postgres: Postgres,
    private readonly audit: AuditLog,
    private readonly requests: CreationRequests,
    private readonly clickhouse: ClickHouse,
  ) {
    this.schemas = new SchemaRegistryStore(postgres);
    this.properties = new UnknownPropertiesStore(postgres);
    this.violations = new ToleratedViolationsStore(postgres);
  }

  list(): Promise<RegisteredSchema[]> {
    return this.schemas.list();
  }

  versions(type: string): Promise<RegisteredSchema[]> {
    return this.schemas.get(type);
  }

  /** Undefined while the warehouse does not answer: the schemas are shown without. */
  async usage(type?: string): Promise<SchemaUsage[] | undefined> {
    try {
      return await this.clickhouse.run(schemaUsage(new Date(Date.now() - USAGE_DAYS * DAY_MS), type));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.logger.warn({ msg: 'the usage of schemas is not known now', err: error });
      return undefined;
    }
  }

  /** What events of the type have and its newest schema does not describe. */
  async unknownProperties(type: string, { schema }: Pick<RegisteredSchema, 'schema'>): Promise<UnknownProperty[]> {
    const unknownIn = unknownPropertiesOf(schema);
    const seen = await this.properties.list(type, MOST_UNKNOWN);
    return seen.filter(({ name }) => unknownIn(dataWith(name)).length > 0);
  }

  /** How many of them each type has. */
  async unknownByType(schemas: readonly RegisteredSchema[]): Promise<ReadonlyMap<string, number>> {
    const unknownIn = new Map(schemas.map(({ type, schema }) => [type, unknownPropertiesOf(schema)]));
    const counts = new Map<string, number>();
    for (const { type, name } of await this.properties.list(undefined, MOST_UNKNOWN)) {
      if ((unknownIn.get(type)?.(dataWith(name)) ?? []).length > 0) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    return counts;
  }

  /** Which rules accepted events break, in any version: what `reject` would refuse. */
  tolerated(type: string): Promise<ToleratedViolation[]> {
    return this.violations.list(type, MOST_VIOLATIONS);
  }

  /** How many events broke the newest version of each type and passed. */
  toleratedByType(schemas: readonly RegisteredSchema[]): Promise<ReadonlyMap<string, number>> {
    return this.violations.byType(new Map(schemas.map(({ type, version }) => [type, version])));
  }

  async check(wanted: WantedSchema): Promise<BrokenRule[]> {
    return this.schemas.check({ ...wanted, owner: wanted.owner ?? wanted.createdBy });
  }

  async register(wanted: WantedSchema, request?: CreationRequest): Promise<RegisteredSchema> {
    const before = (await this.schemas.list()).find(({ type }) => type === wanted.type);
    const registration = { ...wanted, owner: wanted.owner ?? before?.owner ?? wanted.createdBy };
    return this.postgres.transaction((tx) =>
      this.requests.once(tx, request, {
        make: async () => {
          const made = await this.schemas.registerWithin(tx, registration);
          await this.recordRegistered(tx, made, before);
          return made;
        },
        keep: ({ type, version }) => ({ type, version }),
        again: ({ type, version }) => this.schemas.version(tx, type, version),
      }),
    );
  }

  setMode(type: string, version: number, mode: SchemaMode, actor: string): Promise<RegisteredSchema> {
    return this.schemas.setMode(type, version, mode, (tx) =>
      this.audit.record({ actor, action: 'schema.mode', object: type, after: { version, mode }, result: 'done' }, tx),
    );
  }

  private recordRegistered(
    tx: EntityManager,
    { type, version, mode, compatibility, owner, schema, createdBy }: RegisteredSchema,
    before: RegisteredSchema | undefined,
  ): Promise<void> {
    const entry = {
      ...{ actor: createdBy, action: 'schema.register', object: type },
      ...(before === undefined ? {} : { before: { version: before.version, mode: before.mode } }),
      after: { version, mode, compatibility, owner, schema },
      result: 'done',
    };
    return this.audit.record(entry, tx);
  }
}

/** Data whose only property is the one at this path. */
const dataWith = (path: string): unknown =>
  path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), true);
