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
      statementTimeoutMs: 60_000,
    });
    const migrations = new PostgresMigrations(config);
    await migrations.apply();
    await migrations.close();
    postgres = await Postgres.of(config, 'ingestion', [WriteKeyEntity]);
    store = new WriteKeysStore(postgres);
    const times = { writeKeyFreshMs: FRESH_MS, writeKeyStaleMs: STALE_MS };
    service = new WriteKeysService(postgres, Object.assign(new IngestionConfig(), times));
  });
  afterAll(async () => {
    await postgres.close();
    await server.stop();
  });

  it('are recognised by their secret, with what they may carry', async () => {
    const allowedOrigins = ['https://shop.example'];
    const made = await store.create('scoped', { sources: ['/store'], types: [], allowedOrigins, requestsPerSecond: 7 });
    const rights = ['collect'];
    const sender = { id: made.id, rights, sources: ['/store'], types: [], allowedOrigins, requestsPerSecond: 7 };
    expect(await service.recognise(made.secret)).toEqual(sender);
    expect(await service.recognise(`${made.secret}x`)).toBeNull();
  });

  it('may import files where it was given to them', async () => {
    const { secret } = await store.create('importer', { sources: [], types: [], imports: true });
    expect(await service.recognise(secret)).toMatchObject({ rights: ['collect', 'import'] });
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
    expect(await store.rotate(id, new Date(now + 60_000))).toBeNull();
  });

  it('have two secrets after a rotation, the former one until its time', async () => {
    const first = await store.create('rotated');
    const now = Date.now();
    const second = await store.rotate(first.id, new Date(now + 60_000));
    expect(second!.secret).not.toBe(first.secret);
    const byId = { id: first.id };
    expect(await service.recognise(first.secret, now)).toMatchObject(byId);
    expect(await service.recognise(second!.secret, now)).toMatchObject(byId);
    // Also while the answer is still believed: its own end comes first.
    expect(await service.recognise(first.secret, now + 58_000)).toMatchObject(byId);
    expect(await service.recognise(first.secret, now + 60_000)).toBeNull();
    expect(await service.recognise(second!.secret, now + 60_000)).toMatchObject(byId);
  });

  it('have at most two secrets: a second rotation ends the first one', async () => {
    const first = await store.create('rotated twice');
    const until = new Date(Date.now() + 60_000);
    const second = await store.rotate(first.id, until);
    const third = await store.rotate(first.id, until);
    const known = await Promise.all([first, second!, third!].map(({ secret }) => service.recognise(secret)));
    expect(known.map((sender) => sender !== null)).toEqual([false, true, true]);
  });

  it('tell a preflight which origins some live key names', async () => {
    const allowedOrigins = ['https://games.example', 'http://localhost:4200'];
    const { id } = await store.create('site', { sources: [], types: [], allowedOrigins });
    const now = Date.now();
    expect(await service.isOriginOfSomeKey('http://localhost:4200', now)).toBe(true);
    expect(await service.isOriginOfSomeKey('https://games.example.evil.io', now)).toBe(false);
    await store.revoke(id, new Date());
    expect(await service.isOriginOfSomeKey('http://localhost:4200', now + FRESH_MS)).toBe(false);
  });

  it('are asked for once when many requests need the same answer', async () => {
    const { secret } = await store.create('crowd');
    let lookUps = 0;
    const repository: Postgres['repository'] = (entity) => {
      lookUps += 1;
      return postgres.repository(entity);
    };
    const counted = Object.create(postgres, { repository: { value: repository } }) as Postgres;
    const crowded = new WriteKeysService(counted, new IngestionConfig());
    const found = await Promise.all(Array.from({ length: 50 }, () => crowded.recognise(secret)));
    expect(new Set(found.map((sender) => sender?.id)).size).toBe(1);
    expect(lookUps).toBe(1);
  });

  it('go on for a while when PostgreSQL is away, if they were known before', async () => {
    const { secret } = await store.create('survivor');
    const now = Date.now();
    expect(await service.recognise(secret, now)).not.toBeNull();
    await server.kill9();
    expect(await service.recognise(secret, now + FRESH_MS)).not.toBeNull();
    await expect(service.recognise(secret, now + STALE_MS)).rejects.toBeInstanceOf(Unavailable);
    await expect(service.recognise('wk_never-seen-before-by-anyone', now)).rejects.toBeInstanceOf(Unavailable);
  });
});
