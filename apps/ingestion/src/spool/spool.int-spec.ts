import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { HEADER_BYTES } from './format/segment-header';
import { Spool } from './spool';
import { SpoolConfig } from './spool.config';
import { SpoolFull, SpoolInUse, SpoolKeyUnknown } from './spool-errors';
import { damagedRecords } from './spool.metrics';

const LIMITS = { records: 100, bytes: 1024 * 1024 };
const KEY = randomBytes(32).toString('base64');
const isRoot = process.getuid?.() === 0;

const aRecord = (value: string) => ({ topic: 'events', key: 'player', value });
const damagedSoFar = async (): Promise<number> => (await damagedRecords.get()).values[0]?.value ?? 0;

describe('the spool', () => {
  const opened: Spool[] = [];
  let directory: string;

  beforeAll(() => Logger.overrideLogger(['fatal']));
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'spool-'));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((spool) => spool.close()));
    rmSync(directory, { recursive: true, force: true });
  });

  const open = async (given: Partial<SpoolConfig> = {}): Promise<Spool> => {
    const spool = await Spool.open(Object.assign(new SpoolConfig(), { directory, keys: [KEY] }, given));
    opened.push(spool);
    return spool;
  };
  const files = (ending = '.segment'): string[] =>
    readdirSync(directory)
      .filter((name) => name.endsWith(ending))
      .sort()
      .map((name) => path.join(directory, name));
  const reopen = async (spool: Spool, given: Partial<SpoolConfig> = {}): Promise<Spool> => {
    await spool.close();
    return open(given);
  };
  const drainAll = async (spool: Spool): Promise<string[]> => {
    const values: string[] = [];
    for (let batch = await spool.read(LIMITS); batch !== undefined; batch = await spool.read(LIMITS)) {
      values.push(...batch.records.map(({ value }) => String(value)));
      spool.settle(batch);
    }
    return values;
  };

  it('gives back what many callers stored at once, in the order of their calls, over many files and a restart', async () => {
    const spool = await open({ segmentBytes: 4_096 });
    const values = Array.from({ length: 500 }, (_, index) => `value ${index}`);
    await Promise.all(values.slice(0, 250).map((value) => spool.append([aRecord(value)])));
    for (const value of values.slice(250)) await spool.append([aRecord(value)]);
    expect(files().length).toBeGreaterThan(3);
    const again = await reopen(spool, { segmentBytes: 4_096 });
    await again.append([aRecord('newest')]);
    expect(await drainAll(again)).toEqual([...values, 'newest']);
    expect(again.isEmpty).toBe(true);
    expect(files()).toEqual([]);
  });

  it('gives every record once and in order while others are stored at the same time', async () => {
    const spool = await open({ segmentBytes: 16_384 });
    const found: string[] = [];
    let storing = true;
    const drain = (async () => {
      while (storing || !spool.isEmpty) {
        found.push(...(await drainAll(spool)));
        await new Promise(setImmediate);
      }
    })();
    const values = Array.from({ length: 1_000 }, (_, index) => `value ${index}`);
    for (const value of values) await spool.append([aRecord(value)]);
    storing = false;
    await drain;
    expect(found).toEqual(values);
  });

  it('sends a file again that was not drained to its end before a restart, and none that was', async () => {
    const spool = await open({ segmentBytes: 4_096 });
    for (let index = 0; index < 100; index++) await spool.append([aRecord(`value ${index}`)]);
    const batch = (await spool.read({ records: 40, bytes: 1024 * 1024 }))!;
    spool.settle(batch);
    await spool.read(LIMITS);
    const again = await drainAll(await reopen(spool));
    expect(again.at(-1)).toBe('value 99');
    expect(again).toEqual(Array.from({ length: again.length }, (_, index) => `value ${100 - again.length + index}`));
  });

  it('has nothing in plain on disk, and no key without a mode of its own', async () => {
    const canary = 'canary-of-the-spool@example.org';
    const spool = await open({ keys: [] });
    await spool.append([{ topic: 'canary-topic', key: canary, value: canary, headers: { canary } }]);
    for (const file of readdirSync(directory).map((name) => path.join(directory, name))) {
      expect(readFileSync(file).includes('canary')).toBe(false);
      expect(statSync(file).mode & 0o077).toBe(0);
    }
    expect(await drainAll(await reopen(spool, { keys: [] }))).toEqual([canary]);
  });

  it('reads what a former key closed, and does not start when that key is gone', async () => {
    const spool = await open();
    await spool.append([aRecord('old key')]);
    const newKey = randomBytes(32).toString('base64');
    await expect(reopen(spool, { keys: [newKey] })).rejects.toBeInstanceOf(SpoolKeyUnknown);
    const rotated = await open({ keys: [newKey, KEY] });
    await rotated.append([aRecord('new key')]);
    expect(await drainAll(rotated)).toEqual(['old key', 'new key']);
  });

  it('loses only the record a crash had cut off', async () => {
    const spool = await open();
    for (const value of ['one', 'two', 'three']) await spool.append([aRecord(value)]);
    await spool.close();
    truncateSync(files()[0]!, statSync(files()[0]!).size - 1);
    const before = await damagedSoFar();
    const again = await open();
    await again.append([aRecord('four')]);
    expect(await drainAll(again)).toEqual(['one', 'two', 'four']);
    expect(await damagedSoFar()).toBe(before);
  });

  it('keeps and counts a damaged record and gives all others', async () => {
    const spool = await open();
    for (const value of ['one', 'two', 'three']) await spool.append([aRecord(value)]);
    await spool.close();
    const [file] = files() as [string];
    const bytes = readFileSync(file);
    const middle = HEADER_BYTES + Math.floor((bytes.length - HEADER_BYTES) / 2);
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    writeFileSync(file, bytes);
    const before = await damagedSoFar();
    expect(await drainAll(await open())).toEqual(['one', 'three']);
    expect(await damagedSoFar()).toBe(before + 1);
    expect(files('.damaged')).toHaveLength(1);
    expect(files()).toEqual([]);
  });

  it('tells how many records are missing when a file was taken away', async () => {
    const spool = await open({ segmentBytes: 4_096 });
    for (let index = 0; index < 120; index++) await spool.append([aRecord(`value ${index}`)]);
    const [first, second] = [files()[0]!, files()[1]!];
    unlinkSync(second);
    const before = await damagedSoFar();
    const values = await drainAll(spool);
    expect(values.length).toBeLessThan(120);
    expect(await damagedSoFar()).toBe(before + 120 - values.length);
    expect(readdirSync(directory)).not.toContain(path.basename(first));
    expect(spool.isEmpty).toBe(true);
  });

  it('refuses beyond its bound with a time to come back, and takes records again once there is room', async () => {
    const spool = await open({ maxBytes: 65_536, segmentBytes: 16_384 });
    const value = 'x'.repeat(1_000);
    const stored: number[] = [];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) =>
        spool.append([aRecord(`${index} ${value}`)]).then(() => stored.push(index)),
      ),
    );
    const refusals = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as SpoolFull] : [],
    );
    expect(refusals.length).toBeGreaterThan(30);
    expect(refusals.every((refusal) => refusal instanceof SpoolFull && refusal.reason === 'full')).toBe(true);
    expect(refusals.every(({ retryAfterSeconds }) => retryAfterSeconds >= 1 && retryAfterSeconds <= 30)).toBe(true);
    expect(spool.fill).toBeGreaterThan(0.8);
    const onDisk = files().reduce((sum, file) => sum + statSync(file).size, 0);
    expect(onDisk).toBeLessThanOrEqual(65_536);
    expect((await drainAll(spool)).map((text) => Number(text.split(' ')[0]))).toEqual(stored);
    await spool.append([aRecord('after')]);
    expect(await drainAll(spool)).toEqual(['after']);
  });

  it('refuses new records while the oldest has waited too long', async () => {
    const spool = await open({ maxAgeMs: 1_000 });
    await spool.append([aRecord('old')]);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    await expect(spool.append([aRecord('new')])).rejects.toMatchObject({ reason: 'age', code: 'INGEST_UNAVAILABLE' });
    expect(await drainAll(spool)).toEqual(['old']);
    await spool.append([aRecord('new')]);
  });

  // Only who may mount can make a small disk.
  (isRoot && process.platform === 'linux' ? it : it.skip)(
    'refuses on a disk that is full, lives, and takes records again',
    async () => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', directory]);
      try {
        const spool = await open({ segmentBytes: 32_768 });
        const stored: string[] = [];
        let refusal: unknown;
        for (let index = 0; refusal === undefined; index++) {
          const value = `${index} ${'x'.repeat(5_000)}`;
          await spool.append([aRecord(value)]).then(
            () => stored.push(value),
            (error: unknown) => (refusal = error),
          );
        }
        expect(refusal).toMatchObject({ reason: 'disk', kind: 'unavailable' });
        await expect(spool.append([aRecord('y'.repeat(50_000))])).rejects.toBeInstanceOf(SpoolFull);
        const again = await reopen(spool, { segmentBytes: 32_768 });
        expect(await drainAll(again)).toEqual(stored);
        await again.append([aRecord('after')]);
        expect(await drainAll(again)).toEqual(['after']);
        await again.close();
      } finally {
        execFileSync('umount', ['-l', directory]);
      }
    },
  );

  it('belongs to one process, whose end is enough for the next to take it', async () => {
    const spool = await open();
    await expect(open()).rejects.toBeInstanceOf(SpoolInUse);
    await spool.close();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    try {
      const lock = path.join(directory, 'spool.lock');
      await (await open()).close();
      writeFileSync(lock, JSON.stringify(holderOf(child.pid!)));
      await expect(open()).rejects.toThrow(`process ${child.pid}`);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await open();
      // The same number again, but another process: a pid alone is no proof.
      await Promise.all(opened.splice(0).map((each) => each.close()));
      writeFileSync(lock, JSON.stringify({ ...holderOf(process.pid), started: '1' }));
      await open();
    } finally {
      child.kill('SIGKILL');
    }
  });
});

function holderOf(pid: number): object {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return { host: readFileSync('/proc/sys/kernel/hostname', 'utf8').trim(), boot, pid, started };
}
