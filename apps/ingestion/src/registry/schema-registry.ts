import { CATALOGUE } from '@analytics/contracts';
import { Unavailable } from '@analytics/domain';
import { Postgres, SchemaRegistryStore } from '@analytics/infra-postgres';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type KnownSchema, KnownSchemas } from './known-schemas';
import { RegistryConfig } from './registry.config';
import { loadedSchemas, refreshFailures } from './registry.metrics';

/**
 * The registry as this process knows it. It asks PostgreSQL for changes every second; while PostgreSQL is away it goes on
 * with what it knows. Before the first answer it knows the catalogue, and says of other types that it cannot tell.
 */
@Injectable()
export class SchemaRegistry implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(SchemaRegistry.name);
  private readonly store: SchemaRegistryStore;
  private schemas = catalogue();
  private last = -1;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private away = false;

  constructor(
    postgres: Postgres,
    private readonly config: RegistryConfig,
  ) {
    this.store = new SchemaRegistryStore(postgres);
  }

  /** The version that is named, else the newest; throws where an answer would be a guess. */
  find(type: string, version?: number): KnownSchema | undefined {
    const found = this.schemas.find(type, version);
    if (found === undefined && this.last < 0) throw new Unavailable('the schema registry');
    return found;
  }

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.refresh().then(() => this.schedule());
    }, this.config.pollMs);
  }

  private async refresh(): Promise<void> {
    try {
      await this.load();
      this.away = false;
    } catch (error) {
      refreshFailures.inc();
      // Said once, not every second.
      if (!this.away) {
        this.log.warn({ msg: 'the schema registry does not answer, the known schemas go on', err: error });
      }
    }
  }

  private async load(): Promise<void> {
    if (this.last < 0) await this.store.seed(CATALOGUE);
    let { last, changed } = await this.store.changesSince(Math.max(this.last, 0));
    // A restored database may have fewer changes than we saw: what it holds now is what counts.
    const isRestored = last < this.last;
    if (isRestored) ({ last, changed } = await this.store.changesSince(0));
    const schemas = isRestored || this.last < 0 ? new KnownSchemas() : this.schemas;
    for (const version of changed) this.take(schemas, version);
    this.schemas = schemas;
    this.last = last;
    loadedSchemas.set(schemas.size);
  }

  /** One schema that cannot be used must not keep the others out. */
  private take(schemas: KnownSchemas, version: Parameters<KnownSchemas['put']>[0]): void {
    try {
      schemas.put(version);
    } catch (error) {
      this.log.error({ msg: 'a schema cannot be used', type: version.type, version: version.version, err: error });
    }
  }
}

function catalogue(): KnownSchemas {
  const schemas = new KnownSchemas();
  for (const entry of CATALOGUE) schemas.put({ ...entry, mode: 'reject' });
  return schemas;
}
