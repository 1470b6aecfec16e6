import type { StackStores } from '../stack/stack-state';
import { testStack } from '../stack/test-stack';
import { createClickHouseDatabase, dropClickHouseDatabase } from './clickhouse-database';
import { namespaceName } from './namespace-name';
import { createPostgresDatabase, dropPostgresDatabase } from './postgres-database';

export type DatabaseKind = 'clickhouse' | 'postgres';

export interface NamespaceOptions {
  /** Databases the suite uses; both by default. Asking for one that is not named here fails. */
  readonly databases?: readonly DatabaseKind[];
}

/** A suite's own place in each store of the running stack. */
export interface SuiteNamespace {
  readonly name: string;
  readonly kafka: { readonly brokers: readonly string[] };
  /** Before every topic and group of the suite. */
  readonly topicPrefix: string;
  /** Server and database of the suite's own. */
  readonly clickhouse: Omit<StackStores['clickhouse'], 'pid'>;
  /** Database of the suite's own. */
  readonly postgres: { readonly url: string };
  readonly redis: { readonly url: string };
  /** Before every key of the suite. */
  readonly redisPrefix: string;
  readonly s3: Pick<StackStores['s3'], 'endpoint' | 'region' | 'accessKeyId' | 'secretAccessKey'>;
  readonly bucketPrefix: string;
  /** Name of a bucket of the suite's own; the suite makes and empties it. */
  bucket(what?: string): string;
  /** Drops the suite's databases. */
  dispose(): Promise<void>;
}

export async function suiteNamespace(
  suite: string,
  { databases = ['clickhouse', 'postgres'] }: NamespaceOptions = {},
): Promise<SuiteNamespace> {
  const { stores } = testStack();
  const name = namespaceName(suite);
  const made = new SuiteDatabases(stores, name.replaceAll('-', '_'));
  try {
    await Promise.all(databases.map((kind) => made.create(kind)));
  } catch (error) {
    await made.drop().catch(() => undefined);
    throw error;
  }
  const { endpoint, region, accessKeyId, secretAccessKey } = stores.s3;
  return {
    name,
    kafka: { brokers: stores.kafka.brokers },
    topicPrefix: `${name}.`,
    get clickhouse() {
      return made.clickhouse();
    },
    get postgres() {
      return made.postgres();
    },
    redis: { url: stores.redis.url },
    redisPrefix: `${name}:`,
    s3: { endpoint, region, accessKeyId, secretAccessKey },
    bucketPrefix: `${name}-`,
    bucket: (what = 'bucket') => `${name}-${what}`,
    dispose: () => made.drop(),
  };
}

class SuiteDatabases {
  private readonly wanted = new Set<DatabaseKind>();
  private postgresUrl = '';

  constructor(
    private readonly stores: StackStores,
    private readonly database: string,
  ) {}

  async create(kind: DatabaseKind): Promise<void> {
    this.wanted.add(kind);
    if (kind === 'clickhouse') await createClickHouseDatabase(this.stores.clickhouse, this.database);
    else this.postgresUrl = await createPostgresDatabase(this.stores.postgres.url, this.database);
  }

  clickhouse(): SuiteNamespace['clickhouse'] {
    this.require('clickhouse');
    const { url, username, password } = this.stores.clickhouse;
    return { url, username, password, database: this.database };
  }

  postgres(): SuiteNamespace['postgres'] {
    this.require('postgres');
    return { url: this.postgresUrl };
  }

  async drop(): Promise<void> {
    const drops = [...this.wanted].map((kind) =>
      kind === 'clickhouse'
        ? dropClickHouseDatabase(this.stores.clickhouse, this.database)
        : dropPostgresDatabase(this.stores.postgres.url, this.database),
    );
    const failed = (await Promise.allSettled(drops)).filter((result) => result.status === 'rejected');
    const reasons = failed.map(({ reason }) => reason as unknown);
    if (reasons.length > 0) throw new AggregateError(reasons, 'a database was not dropped');
    this.wanted.clear();
  }

  private require(kind: DatabaseKind): void {
    if (!this.wanted.has(kind)) throw new TypeError(`this suite asked for no ${kind} database`);
  }
}
