// What a file of the lake costs beside the plainest alternative, compressed lines of JSON: processor time and bytes per event.
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const EVENTS = 50_000;

let state = 42;
const below = (bound) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
};
const of = (...values) => values[below(values.length)];
const GAMES = Array.from({ length: 500 }, () => randomUUID());

function row(index) {
  const at = Date.UTC(2026, 10, 20, 10) + index * 3 + below(50);
  const time = (ms) => new Date(at + ms).toISOString();
  const id = randomUUID();
  const event = {
    type: 'com.platform.catalog.game.viewed.v1',
    source: of('/store/web', '/store/desktop', '/store/mobile'),
    id,
    schema_version: 1,
    occurred_at: time(0),
    sent_at: time(40 + below(200)),
    received_at: time(300 + below(200)),
    effective_at: time(0),
    user_no: below(3) === 0 ? null : 1 + below(20_000),
    device_no: 1 + below(30_000),
    country: of('RU', 'RU', 'RU', 'KZ', 'BY', 'DE', 'TR'),
    platform: of('web', 'windows', 'android', 'ios'),
    device_family: of('Desktop', 'Phone', 'Tablet'),
    os_family: of('Windows', 'Android', 'iOS', 'Linux'),
    browser_family: of('Chrome', 'Firefox', 'Safari', 'Yandex Browser'),
    is_bot: below(100) === 0,
    is_staff: below(500) === 0,
    correlation_id: below(2) === 0 ? randomUUID() : null,
    fingerprint: createHash('sha256').update(id).digest('hex'),
    import_id: null,
    schema_marks: [],
    data: {
      gameId: GAMES[below(GAMES.length)],
      userId: 1 + below(20_000),
      sessionId: randomUUID(),
      referrer: of('search', 'main', 'recommendation', 'direct', 'campaign'),
      position: below(100),
      viewDurationSeconds: below(600),
      price: { amount: of('0.00', '199.00', '499.00', '1999.00'), currency: 'RUB' },
    },
  };
  const ms = Object.fromEntries(
    ['occurred_at', 'sent_at', 'received_at', 'effective_at'].map((name) => [name, Date.parse(event[name])]),
  );
  return { event, ms, topic: 'analytics.events.validated.v1', part: 3, offset: BigInt(index), hash: 0n };
}

async function measure(harness) {
  const require = createRequire(import.meta.url);
  require('reflect-metadata');
  const { ParquetFiles } = require('../dist/lake/parquet/parquet-files.js');
  const { LakeConfig } = require('../dist/lake/lake.config.js');
  const rows = Array.from({ length: EVENTS }, (_, index) => row(index));
  const folder = mkdtempSync(path.join(tmpdir(), 'lake-bench-'));
  const parquet = new ParquetFiles(Object.assign(new LakeConfig(), { folder }));
  const file = path.join(folder, 'events.parquet');
  const sides = {
    parquet: async () => {
      await parquet.write(file, rows, { rows: rows.length, xor: 0n });
      return statSync(file).size;
    },
    lines: () => {
      const lines = rows.map(({ event, topic, part, offset }) =>
        JSON.stringify({ ...event, _kt: topic, _kp: part, _ko: Number(offset) }),
      );
      return gzipSync(`${lines.join('\n')}\n`, { level: 1 }).length;
    },
  };
  try {
    const found = await harness.interleaved(sides, { events: EVENTS, rounds: 5, warmUp: 1 });
    const told = ({ cpu, bytes }) => `${cpu.toFixed(2)} µs and ${bytes.toFixed(0)} B per event`;
    return {
      value: [found.parquet.cpu / found.lines.cpu, found.parquet.bytes / found.lines.bytes],
      notes: [`Parquet zstd ${told(found.parquet)}, gzip -1 of lines ${told(found.lines)}`],
    };
  } finally {
    await parquet.onApplicationShutdown();
    rmSync(folder, { recursive: true });
  }
}

export const rows = [
  {
    id: 'R5',
    what: 'a file of the lake ÷ gzip -1 of lines of JSON: processor time, bytes',
    unit: '×',
    goal: [0.6, 0.75],
    measure,
  },
];
