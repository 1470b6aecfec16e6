import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { DataSource } from 'typeorm';
import { Postgres } from '../connection/postgres';
import { QueryFault } from '../errors/postgres-errors';
import { configOf } from '../fixtures/owner-database.fixture';
import { PostgresMigrations } from '../migrations/postgres-migrations';
import type { AuditEntry } from './audit.records';
import { AuditLog } from './audit.store';

const WRITERS = 50;

const anEntry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: 'operator-1',
  action: 'key.create',
  object: 'key-1',
  after: { name: 'shop', sources: ['/shop'], share: 1e-7 },
  result: 'done',
  ...more,
});

describe('the audit on a real PostgreSQL', () => {
  let space: SuiteNamespace;
  let admin: Postgres;
  let ingestion: Postgres;
  let superuser: DataSource;
  let log: AuditLog;

  beforeAll(async () => {
    space = await suiteNamespace('infra-postgres-audit', { databases: ['postgres'] });
    const config = configOf(space.postgres.url);
    const migrations = new PostgresMigrations(config);
    await migrations.apply();
    await migrations.close();
    admin = await Postgres.of(config, 'admin');
    ingestion = await Postgres.of(config, 'ingestion');
    superuser = await new DataSource({ type: 'postgres', url: space.postgres.url }).initialize();
    log = new AuditLog(admin);
  });
  afterAll(async () => {
    await Promise.all([admin?.close(), ingestion?.close(), superuser?.destroy()]);
    await space?.dispose();
  });

  /** What nobody but the server's own administrator can do, undone at the end. */
  async function tampered(how: string, look: () => Promise<void>): Promise<void> {
    await superuser.query(`CREATE TABLE admin.kept AS TABLE admin.audit`);
    await superuser.query(`ALTER TABLE admin.audit DISABLE TRIGGER ALL`);
    await superuser.query(how);
    await look();
    await superuser.query(`TRUNCATE admin.audit`);
    await superuser.query(`INSERT INTO admin.audit SELECT * FROM admin.kept`);
    await superuser.query(`DROP TABLE admin.kept`);
    await superuser.query(`ALTER TABLE admin.audit ENABLE TRIGGER ALL`);
    expect(await log.verify()).toMatchObject({ intact: true });
  }

  it('chains what fifty writers record at once, of two owners', async () => {
    const other = new AuditLog(ingestion, 'admin');
    const before = await log.verify();
    await Promise.all(
      Array.from({ length: WRITERS }, (_, at) => (at % 2 ? log : other).record(anEntry({ object: `key-${at}` }))),
    );
    expect(await log.verify()).toEqual({ intact: true, rows: before.rows + WRITERS });
    const page = await log.page({}, WRITERS);
    expect(new Set(page.map(({ object }) => object)).size).toBe(WRITERS);
  });

  it('keeps what was done as it was said', async () => {
    const before = { text: 'ё "quoted" \n \u0000 \ud800', none: undefined, list: [1, 2.5, null], big: 1e21, minus: -0 };
    await log.record(anEntry({ object: 'odd', before, reason: 'nul \u0000 half \ud800', result: 'refused' }));
    const [row] = await log.page({ object: 'odd' }, 1);
    expect(row).toMatchObject({ actor: 'operator-1', action: 'key.create', reason: 'nul \uFFFD half \uFFFD' });
    expect(row).toMatchObject({
      before: JSON.parse(JSON.stringify(before)),
      after: anEntry().after,
      result: 'refused',
    });
    expect(await log.verify()).toMatchObject({ intact: true });
  });

  it('goes with the transaction it was recorded in', async () => {
    const { rows } = await log.verify();
    const undone = admin.transaction(async (tx) => {
      await log.record(anEntry({ object: 'never' }), tx);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await log.page({ object: 'never' }, 1)).toEqual([]);
    await admin.transaction(async (tx) => {
      await log.record(anEntry({ object: 'one' }), tx);
      await log.record(anEntry({ object: 'two' }), tx);
    });
    expect(await log.verify()).toEqual({ intact: true, rows: rows + 2 });
  });

  it('is found by actor, action, object and time, page by page', async () => {
    const from = new Date();
    for (const action of ['replay.approve', 'replay.pause', 'replay.approve']) {
      await log.record(anEntry({ actor: 'somebody', action, object: 'replay-7' }));
    }
    const approved = await log.page({ actor: 'somebody', action: 'replay.approve', object: 'replay-7', from }, 5);
    expect(approved.map(({ action }) => action)).toEqual(['replay.approve', 'replay.approve']);
    const [first] = await log.page({ actor: 'somebody' }, 1);
    const rest = await log.page({ actor: 'somebody' }, 5, first!.id);
    expect(rest).toHaveLength(2);
    expect(await log.page({ actor: 'somebody', until: from }, 5)).toEqual([]);
    expect(await log.page({ actor: "' OR 1=1 --" }, 5)).toEqual([]);
  });

  it.each(["UPDATE admin.audit SET actor = 'x'", 'DELETE FROM admin.audit', 'TRUNCATE admin.audit'])(
    'refuses %s to its owner, to other owners and, by its trigger, to anybody',
    async (change) => {
      await log.record(anEntry());
      await expect(admin.query(change)).rejects.toThrow(QueryFault);
      await expect(ingestion.query(change)).rejects.toThrow(QueryFault);
      await expect(superuser.query(change)).rejects.toThrow('only ever added');
      expect(await log.verify()).toMatchObject({ intact: true });
    },
  );

  it('lets other owners add rows, and read none', async () => {
    await expect(ingestion.query('SELECT * FROM admin.audit')).rejects.toThrow(QueryFault);
  });

  it.each([
    ['an actor', "UPDATE admin.audit SET actor = 'somebody else' WHERE id = 7", 7n],
    ['an instant', "UPDATE admin.audit SET at = at + interval '1 ms' WHERE id = 8", 8n],
    ['a value', `UPDATE admin.audit SET after = '{"name":"shop"}' WHERE id = 9`, 9n],
    ['a missing row', 'DELETE FROM admin.audit WHERE id = 10', 10n],
    ['a missing beginning', 'DELETE FROM admin.audit WHERE id < 4', 1n],
  ])('H104 finds %s that was tampered with, and names the place', async (_, how, firstBroken) => {
    await tampered(how, async () => {
      expect(await log.verify()).toEqual({ intact: false, rows: Number(firstBroken) - 1, firstBroken });
    });
  });

  it('H104 finds an end that was cut off, and a row that was put in', async () => {
    const { rows } = await log.verify();
    await tampered(`DELETE FROM admin.audit WHERE id = ${rows}`, async () => {
      expect(await log.verify()).toEqual({ intact: false, rows: rows - 1, firstBroken: BigInt(rows) });
    });
    const forged = `INSERT INTO admin.audit SELECT id + 1, at, actor, action, object, before, after, reason, result, hash, hash
                      FROM admin.audit WHERE id = ${rows}`;
    await tampered(forged, async () => {
      expect(await log.verify()).toEqual({ intact: false, rows, firstBroken: BigInt(rows) + 1n });
    });
  });
});
