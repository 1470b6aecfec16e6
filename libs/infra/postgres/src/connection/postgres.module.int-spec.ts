import { eventually, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { HealthConfig, ReadinessRegistry } from '@analytics/service-kit';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { EntitySchema, type Repository } from 'typeorm';
import { PostgresConfig } from '../config/postgres.config';
import { configOf, OwnerDatabase } from '../fixtures/owner-database.fixture';
import { Postgres } from './postgres';
import { InjectRepository, PostgresModule } from './postgres.module';

const NoteEntity = new EntitySchema<{ id: number }>({ name: 'Note', columns: { id: { type: 'int', primary: true } } });

@Injectable()
class Notes {
  constructor(
    readonly postgres: Postgres,
    @InjectRepository(NoteEntity) readonly notes: Repository<{ id: number }>,
  ) {}
}

@Injectable()
class Vault {
  constructor(readonly postgres: Postgres) {}
}

describe('the module', () => {
  let namespace: SuiteNamespace;
  let database: OwnerDatabase;

  beforeAll(async () => {
    namespace = await suiteNamespace('infra-postgres-module', { databases: ['postgres'] });
    database = await OwnerDatabase.open(namespace.postgres.url);
  });
  afterAll(async () => {
    await database.close();
    await namespace.dispose();
  });

  /** What service-kit gives every app: the loaded configuration and the readiness registry. */
  function kitWith(config: PostgresConfig) {
    const provided = [
      { provide: PostgresConfig, useValue: config },
      { provide: ReadinessRegistry, useFactory: () => new ReadinessRegistry(new HealthConfig()) },
    ];
    @Module({ providers: provided, exports: provided.map(({ provide }) => provide) })
    class Kit {}
    return { module: Kit, global: true };
  }

  it('gives an app its owner, and one feature another owner of its own', async () => {
    const shop = await database.migrated('shop', 'CREATE TABLE note (id int PRIMARY KEY)');
    const vault = await database.migrated('vault', 'CREATE TABLE people (id int PRIMARY KEY)');
    @Module({ imports: [PostgresModule.forOwner({ owner: vault, entities: [], global: false })], providers: [Vault] })
    class VaultModule {}
    const app = await Test.createTestingModule({
      imports: [
        kitWith(database.config),
        PostgresModule.forOwner({ owner: shop, entities: [NoteEntity] }),
        VaultModule,
      ],
      providers: [Notes],
    }).compile();
    await app.init();

    await app.get(Notes).notes.insert({ id: 1 });
    await expect(app.get(Notes).postgres.query('SELECT id FROM note')).resolves.toEqual([{ id: 1 }]);
    expect([app.get(Notes).postgres.owner, app.get(Vault).postgres.owner]).toEqual([shop, vault]);
    await expect(app.get(ReadinessRegistry).results()).resolves.toEqual([
      expect.objectContaining({ name: 'postgres', up: true }),
    ]);

    await app.close();
    const left = 'SELECT FROM pg_stat_activity WHERE application_name = $1';
    // A backend needs a moment to notice that its client has gone.
    await eventually(async () => expect(await database.asAdmin(left, [`analytics:${shop}`])).toEqual([]));
  });

  it('starts without its server and says that it is not ready', async () => {
    const app = await Test.createTestingModule({
      imports: [
        kitWith(configOf('postgres://u:p@127.0.0.1:1/none')),
        PostgresModule.forOwner({ owner: 'shop', entities: [NoteEntity] }),
      ],
    }).compile();
    await app.init();
    await expect(app.get(ReadinessRegistry).results()).resolves.toEqual([
      expect.objectContaining({ name: 'postgres', up: false }),
    ]);
    await app.close();
  });
});
