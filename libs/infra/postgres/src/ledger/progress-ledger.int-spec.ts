import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { OwnerDatabase } from '../fixtures/owner-database.fixture';
import { readTemplate } from '../migrations/migration-folder';
import type { Postgres } from '../connection/postgres';
import { Fenced, type PendingRange, ProgressLedger } from './progress-ledger';

const MAX_XOR = 2n ** 64n - 1n;

const range = (from: bigint, to: bigint): PendingRange => ({
  from,
  to,
  rows: Number(to - from) + 1,
  xor: MAX_XOR,
  openedAt: new Date('2026-11-20T10:00:00.123Z'),
  xformVersion: 'v1',
});

describe('the ledger of a sink on a real PostgreSQL', () => {
  let namespace: SuiteNamespace;
  let database: OwnerDatabase;
  let postgres: Postgres;
  let ledger: ProgressLedger;
  let topics = 0;
  const partition = () => ({ sink: 'warehouse', topic: `topic-${(topics += 1)}`, part: 0 });

  beforeAll(async () => {
    namespace = await suiteNamespace('infra-postgres-ledger', { databases: ['postgres'] });
    database = await OwnerDatabase.open(namespace.postgres.url);
    postgres = await database.postgres(await database.migrated('sink', readTemplate('sink_progress')));
    ledger = new ProgressLedger(postgres);
  });
  afterAll(async () => {
    await database.close();
    await namespace.dispose();
  });

  it('announces a range, confirms it, and goes on behind it', async () => {
    const fresh = await ledger.claim(partition(), 5n);
    expect(fresh).toMatchObject({ epoch: 1n, nextOffset: 5n, pending: undefined });
    const announced = await ledger.intend(fresh, range(5n, 9n));
    expect(announced).toMatchObject({ nextOffset: 5n, pending: range(5n, 9n) });
    const confirmed = await ledger.confirm(announced);
    expect(confirmed).toMatchObject({ nextOffset: 10n, pending: undefined });
    await expect(ledger.intend(confirmed, range(10n, 10n))).resolves.toMatchObject({ pending: { from: 10n } });
  });

  it('hands a range that was left behind to the next owner, who may confirm it', async () => {
    const place = partition();
    await ledger.intend(await ledger.claim(place), range(0n, 3n));
    const next = await ledger.claim(place, 77n);
    expect(next).toMatchObject({ epoch: 2n, nextOffset: 0n, pending: range(0n, 3n) });
    await expect(ledger.confirm(next)).resolves.toMatchObject({ nextOffset: 4n, pending: undefined });
  });

  it('tells how far each partition of a topic is stored: a range announced is not', async () => {
    const place = partition();
    await ledger.confirm(await ledger.intend(await ledger.claim(place), range(0n, 3n)));
    await ledger.intend(await ledger.claim({ ...place, part: 2 }, 7n), range(7n, 9n));
    await ledger.claim({ ...place, sink: 'other', part: 1 });
    const stored = await ledger.nextOffsets('warehouse', place.topic);
    expect([...stored].sort()).toEqual([
      [0, 4n],
      [2, 7n],
    ]);
    expect(await ledger.nextOffsets('warehouse', 'no-topic')).toEqual(new Map());
  });

  it('shuts out whoever claimed before, at the intent and at the confirmation', async () => {
    const place = partition();
    const zombie = await ledger.claim(place);
    const announced = await ledger.intend(zombie, range(0n, 3n));
    const owner = await ledger.claim(place);
    await expect(ledger.confirm(announced)).rejects.toBeInstanceOf(Fenced);
    const done = await ledger.confirm(owner);
    await expect(ledger.intend(zombie, range(4n, 5n))).rejects.toBeInstanceOf(Fenced);
    await expect(ledger.intend(done, range(4n, 5n))).resolves.toMatchObject({ epoch: 2n });
  });

  it('refuses a range that does not start where the ledger is, a second one, and a confirmation of none', async () => {
    const claim = await ledger.claim(partition());
    await expect(ledger.intend(claim, range(1n, 2n))).rejects.toBeInstanceOf(Fenced);
    await expect(ledger.confirm(claim)).rejects.toBeInstanceOf(Fenced);
    const announced = await ledger.intend(claim, range(0n, 2n));
    await expect(ledger.intend(claim, range(0n, 1n))).rejects.toBeInstanceOf(Fenced);
    await ledger.confirm(announced);
    await expect(ledger.confirm(announced)).rejects.toBeInstanceOf(Fenced);
  });

  it('gives every one of many racing claimants its own epoch, and only the newest can write', async () => {
    const place = partition();
    const claims = await Promise.all(Array.from({ length: 20 }, () => ledger.claim(place)));
    expect(new Set(claims.map(({ epoch }) => epoch)).size).toBe(20);
    const tries = await Promise.allSettled(claims.map((claim) => ledger.intend(claim, range(0n, claim.epoch))));
    const winners = tries.filter((result) => result.status === 'fulfilled').map(({ value }) => value.epoch);
    expect(winners).toEqual([20n]);
  });

  it('never lets two writers that race over one partition store an offset twice or skip one', async () => {
    const place = partition();
    const stored: [bigint, bigint][] = [];
    const worker = async () => {
      while (stored.length < 40) {
        try {
          let claim = await ledger.claim(place);
          if (claim.pending !== undefined) claim = await recover(claim);
          for (let step = 0; step < 3; step += 1) {
            claim = await ledger.intend(claim, range(claim.nextOffset, claim.nextOffset + 4n));
            claim = await recover(claim);
          }
        } catch (error) {
          if (!(error instanceof Fenced)) throw error;
        }
      }
    };
    const recover = async (claim: Awaited<ReturnType<typeof ledger.claim>>) => {
      const confirmed = await ledger.confirm(claim);
      stored.push([claim.nextOffset, confirmed.nextOffset]);
      return confirmed;
    };
    await Promise.all([worker(), worker()]);
    stored.sort(([a], [b]) => Number(a - b));
    stored.forEach(([from], index) => expect(from).toBe(stored[index - 1]?.[1] ?? 0n));
  });

  it('keeps a pending range whole in the table itself', async () => {
    const claim = await ledger.claim(partition());
    const half = postgres.query('UPDATE sink_progress SET pend_from = 0, pend_to = 1 WHERE topic = $1', [claim.topic]);
    await expect(half).rejects.toMatchObject({
      kind: 'invalid',
      facts: { constraint: 'sink_progress_pending_is_whole' },
    });
    await expect(ledger.intend(claim, { ...range(0n, 0n), to: -1n })).rejects.toMatchObject({ kind: 'invalid' });
  });
});
