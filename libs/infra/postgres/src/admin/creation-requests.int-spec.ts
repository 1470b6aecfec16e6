import { RequestKeyTaken } from '@analytics/service-kit';
import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { Postgres } from '../connection/postgres';
import { configOf } from '../fixtures/owner-database.fixture';
import { PostgresMigrations } from '../migrations/postgres-migrations';
import type { CreationRequest } from './creation-requests.records';
import { CreationRequests } from './creation-requests.store';

const aRequest = (more: Partial<CreationRequest> = {}): CreationRequest => ({
  actor: 'olga',
  route: '/write-keys',
  key: 'k-1',
  body: { name: 'shop' },
  ...more,
});

describe('requests that may come again, on a real PostgreSQL', () => {
  let space: SuiteNamespace;
  let admin: Postgres;
  let ingestion: Postgres;
  let made = 0;

  beforeAll(async () => {
    space = await suiteNamespace('infra-postgres-creations', { databases: ['postgres'] });
    const config = Object.assign(configOf(space.postgres.url), { poolSize: 5 });
    const migrations = new PostgresMigrations(config);
    await migrations.apply();
    await migrations.close();
    admin = await Postgres.of(config, 'admin');
    ingestion = await Postgres.of(config, 'ingestion');
  });
  afterAll(async () => {
    await Promise.all([admin?.close(), ingestion?.close()]);
    await space?.dispose();
  });

  /** Creates a number, as the owner whose transaction it is. */
  const created = (request: CreationRequest | undefined, postgres = admin, fails = false) =>
    postgres.transaction((tx) =>
      new CreationRequests(postgres, 'admin').once(tx, request, {
        make: async () => {
          made += 1;
          if (fails) throw new RangeError('could not be made');
          return made;
        },
        keep: (number) => ({ number }),
        again: ({ number }) => number,
      }),
    );
  const rows = async () => (await admin.query('SELECT FROM creation_requests')).length;

  it('create once, however many come at once and whoever owns the transaction', async () => {
    const before = made;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => created(aRequest(), at % 2 ? admin : ingestion)),
    );
    expect(new Set(answers)).toEqual(new Set([before + 1]));
    expect(made).toBe(before + 1);
  });

  it('create as often as they come without a key', async () => {
    expect(await created(undefined)).not.toBe(await created(undefined));
  });

  it('are others under another key, by another caller or on another route', async () => {
    const others = [{ key: 'k-2' }, { actor: 'pavel' }, { route: '/write-keys/1/rotate' }].map(aRequest);
    const answers = [await created(aRequest()), ...(await Promise.all(others.map((each) => created(each))))];
    expect(new Set(answers).size).toBe(4);
  });

  it('are refused with another body, and the same for the same members in another order', async () => {
    const first = await created(aRequest({ key: 'body', body: { a: 1, b: [2] } }));
    expect(await created(aRequest({ key: 'body', body: { b: [2], a: 1 } }))).toBe(first);
    await expect(created(aRequest({ key: 'body', body: { a: 1 } }))).rejects.toBeInstanceOf(RequestKeyTaken);
  });

  it('leave the key free when nothing came of them', async () => {
    const before = await rows();
    await expect(created(aRequest({ key: 'fails' }), ingestion, true)).rejects.toBeInstanceOf(RangeError);
    expect(await rows()).toBe(before);
    expect(await created(aRequest({ key: 'fails', body: { name: 'other' } }))).toBe(made);
  });

  it('take names as they come: a NUL or half a character is none of the database', async () => {
    const odd = aRequest({ actor: 'o\u0000', route: '/schemas/\ud800\u0000/versions' });
    expect(await created(odd)).toBe(await created(odd));
  });

  it('are new again after a day, removed or not', async () => {
    const first = await created(aRequest({ key: 'old' }));
    const age = () => admin.query(`UPDATE creation_requests SET created_at = created_at - interval '25 hours'`);
    await age();
    expect(await created(aRequest({ key: 'old', body: 'another' }))).toBe(first + 1);
    const requests = new CreationRequests(admin);
    const left = (await rows()) - 1;
    expect(await requests.removeOld(2)).toBe(2);
    expect(await requests.removeOld(1_000)).toBe(left - 2);
    expect(await created(aRequest({ key: 'old', body: 'another' }))).toBe(first + 1);
  });
});
