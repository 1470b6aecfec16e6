import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ValidatedEvent } from '@analytics/contracts';
import { DuckDBInstance } from '@duckdb/node-api';
import { received, validatedEvent } from '../fixtures/lake-events.fixture';
import { LakeConfig } from '../lake.config';
import { type LakeRow, lakeRowOf } from '../parquet/lake-row';
import { ParquetFiles } from '../parquet/parquet-files';

const rowOf = (offset: number, given: Partial<ValidatedEvent> = {}): LakeRow => {
  const verdict = lakeRowOf(received(offset, validatedEvent(offset, given)));
  if (!verdict.ok) throw new Error(verdict.refusal.detail);
  return verdict.value;
};

describe('a Parquet file of the lake', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parquet-files-'));
  const file = path.join(folder, "it's a file.parquet");
  const parquet = new ParquetFiles(new LakeConfig());

  afterAll(async () => {
    await parquet.onApplicationShutdown();
    rmSync(folder, { recursive: true });
  });

  async function written(rows: readonly LakeRow[], select: string): Promise<unknown[][]> {
    await parquet.write(file, rows, { rows: rows.length, xor: 5n });
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const place = file.replaceAll("'", "''");
    const answer = await connection.runAndReadAll(`SELECT ${select} FROM read_parquet('${place}') ORDER BY _ko`);
    const found = answer.getRowsJson();
    connection.closeSync();
    instance.closeSync();
    return found;
  }

  it('keeps texts of many and of few values, with quotes and signs of every kind, and tells empty from none', async () => {
    const odd = ["it's", '"', '\\', '', null, 'ключ', '🎮', "'; DROP TABLE events; --"];
    const rows = Array.from({ length: 5_000 }, (_, index) =>
      rowOf(index, {
        country: odd[index % odd.length],
        source: `/source's/${index % 300}`,
        correlation_id: odd[index % odd.length],
      }),
    );
    const found = await written(rows, 'country, source, correlation_id');
    expect(found).toEqual(rows.map(({ event }) => [event.country, event.source, event.correlation_id]));
  });

  it('keeps every millisecond, also before 1970, and numbers as large as they come', async () => {
    const times = [
      '2026-11-20T10:00:00.001Z',
      '2026-11-20T10:00:00.999Z',
      '1969-12-31T23:59:59.999Z',
      '2299-01-01T00:00:00.123Z',
    ];
    const rows = times.map((time, index) =>
      rowOf(index, { occurred_at: time, effective_at: time, user_no: Number.MAX_SAFE_INTEGER - index }),
    );
    const found = await written(rows, 'epoch_us(occurred_at), epoch_us(effective_at), user_no');
    expect(found).toEqual(
      rows.map(({ event }) => [
        ...Array<string>(2).fill(`${Date.parse(event.occurred_at) * 1_000}`),
        String(event.user_no),
      ]),
    );
  });

  it('keeps the number of every record that the sums are made of', async () => {
    const rows = Array.from({ length: 3 }, (_, index) => rowOf(index));
    expect(await written(rows, '_ko, _hash')).toEqual(rows.map(({ offset, hash }) => [`${offset}`, `${hash}`]));
  });

  it('keeps marks as a list', async () => {
    const lists = [[], ['one'], ['two', "with 'quotes'", 'и пробелы']];
    const rows = lists.map((marks, index) => rowOf(index, { schema_marks: marks }));
    expect(await written(rows, 'schema_marks')).toEqual(lists.map((marks) => [marks]));
  });

  it('says of itself how many rows it has and which', async () => {
    const rows = Array.from({ length: 10 }, (_, index) => rowOf(index));
    await written(rows, '_ko');
    expect(await parquet.factsOf(file)).toEqual({ rows: 10, xor: 5n });
    const broken = path.join(folder, 'broken.parquet');
    writeFileSync(broken, readFileSync(file).subarray(0, 500));
    expect(await parquet.factsOf(broken)).toBeUndefined();
    await parquet.write(broken, rows.slice(1), { rows: 10, xor: 5n });
    expect(await parquet.factsOf(broken)).toBeUndefined();
  });
});
