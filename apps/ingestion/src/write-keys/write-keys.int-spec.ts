import { Unavailable } from '@analytics/domain';
import {
  Postgres,
  PostgresConfig,
  PostgresMigrations,
  WriteKeyEntity,
  WriteKeysStore,
} from '@analytics/infra-postgres';
import { type PrivateStore, startPrivateStore } from '@analytics/testing';
import { IngestionConfig } from '../config';
import { WriteKeysService } from './write-keys.service';

const FRESH_MS = 5_000;
const STALE_MS = 900_000;

describe('write keys', () => {
  let server: PrivateStore<'postgres'>;
  let postgres: Postgres;
  let store: WriteKeysStore;
  let service: WriteKeysService;

  beforeAll(async () => {
    server = await startPrivateStore('postgres');
    const config = Object.assign(new PostgresConfig(), {
      dsn: server.connection.url,
      tlsMode: 'disable',
      reconnectMaxMs: 100,
    });
    const migrations = new PostgresMigrations(config);
    await migrations.apply();
    await migrations.close();
    postgres = await Postgres.of(config, 'ingestion', [WriteKeyEntity]);
    store = new WriteKeysStore(postgres);
    service = new WriteKeysService(
      postgres,
      Object.assign(new IngestionConfig(), { writeKeyFreshMs: FRESH_MS, writeKeyStaleMs: STALE_MS }),
    );
  }, 180_000);
  afterAll(async () => {
    await postgres.close();
    await server.stop();
  }, 60_000);

  it('are recognised by their secret, with what they may carry', async () => {
    const made = await store.create('scoped', { sources: ['/store'], types: [] });
    expect(await service.recognise(made.secret)).toEqual({ id: made.id, sources: ['/store'], types: [] });
    expect(await service.recognise(`${made.secret}x`)).toBeNull();
  });

  it('are not in the table in plain', async () => {
    const { secret } = await store.create('hidden');
    const [row] = await postgres.query<{ text: string }>(
      'SELECT write_keys::text AS text FROM write_keys WHERE name = $1',
      ['hidden'],
    );
    expect(row!.text).not.toContain(secret.slice(7));
  });

  it('stop within seconds of being revoked', async () => {
    const { id, secret } = await store.create('revoked');
    const now = Date.now();
    expect(await service.recognise(secret, now)).not.toBeNull();
    await store.revoke(id, new Date());
    expect(await service.recognise(secret, now + FRESH_MS)).toBeNull();
  });

  it('go on for a while when PostgreSQL is away, if they were known before', async () => {
    const { secret } = await store.create('survivor');
    const now = Date.now();
    expect(await service.recognise(secret, now)).not.toBeNull();
    await server.kill9();
    expect(await service.recognise(secret, now + FRESH_MS)).not.toBeNull();
    await expect(service.recognise(secret, now + STALE_MS)).rejects.toBeInstanceOf(Unavailable);
    await expect(service.recognise('wk_never-seen-before-by-anyone', now)).rejects.toBeInstanceOf(Unavailable);
  }, 60_000);
});
