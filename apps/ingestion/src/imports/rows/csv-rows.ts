import { TextDecoder } from 'node:util';
import { EVENT_LIMITS } from '@analytics/contracts';
import type { Refusal } from '@analytics/domain';
import { ImportBroken } from '../import-errors';
import { type CsvRecord, CsvRecords } from './csv-records';
import type { ImportRow, ImportRows } from './import-row';
import { MappedEvents } from './mapped-event';
import type { Mapping } from './mapping';
import { type FileFacts, share } from './ndjson-rows';

export interface TableFacts extends FileFacts {
  readonly mapping: Mapping;
  readonly contentHash: string;
  readonly maxColumns: number;
}

/** One event a record; the first record names the columns. */
export async function* csvRows(content: AsyncIterable<Buffer>, charset: string, facts: TableFacts): ImportRows {
  const { mapping, contentBytes, maxColumns: cells } = facts;
  const decoder = new TextDecoder(charset);
  const records = new CsvRecords({ delimiter: mapping.delimiter, characters: EVENT_LIMITS.eventBytes, cells });
  const table = new CsvTable(facts);
  let read = 0;
  for await (const chunk of content) {
    const some = records.push(decoder.decode(chunk, { stream: true }));
    const progress = (index: number) => share(read + (chunk.length * (index + 1)) / some.length, contentBytes);
    yield table.rowsOf(some, progress);
    read += chunk.length;
  }
  yield table.rowsOf([...records.push(decoder.decode()), ...records.end()], () => 1);
  table.assertHeader();
}

class CsvTable {
  private columns?: readonly string[];
  private events?: MappedEvents;
  private row = 0;

  constructor(private readonly facts: TableFacts) {}

  rowsOf(records: readonly CsvRecord[], progressAt: (index: number) => number): ImportRow[] {
    return records.flatMap((record, index) => {
      if (this.events === undefined) return this.header(record);
      this.row += 1;
      if (this.row <= this.facts.after) return [];
      return [{ row: this.row, line: record.line, progress: progressAt(index), ...this.eventOf(record, this.events) }];
    });
  }

  assertHeader(): void {
    if (this.events === undefined) throw new ImportBroken('the file has no line that names its columns');
  }

  private header({ cells, fault }: CsvRecord): [] {
    if (fault !== undefined) throw new ImportBroken(`the line that names the columns ${FAULTS[fault].detail}`);
    this.columns = cells.map((name) => name.trim());
    this.events = new MappedEvents(this.columns, this.facts.mapping, this.facts.contentHash);
    return [];
  }

  private eventOf({ cells, fault }: CsvRecord, events: MappedEvents): Pick<ImportRow, 'text' | 'event' | 'fault'> {
    if (fault !== undefined) return broken(FAULTS[fault].code, FAULTS[fault].detail);
    const wanted = (this.columns as readonly string[]).length;
    if (cells.length !== wanted) {
      return broken('MALFORMED_JSON', `has ${cells.length} cells where the header has ${wanted}`);
    }
    // What is no character in the charset of the file is read as this sign.
    const torn = cells.some((cell) => cell.includes('\ufffd'));
    if (torn) return broken('ENCODING', 'has bytes that are no characters in the charset of the file');
    const { event, fault: wrong } = events.of(cells, this.row);
    return { event, text: JSON.stringify(event), ...(wrong && { fault: wrong }) };
  }
}

/** The closed list of reasons has none for CSV: that of text which cannot be read stands for it. */
const FAULTS: Readonly<Record<NonNullable<CsvRecord['fault']>, Pick<Refusal, 'code' | 'detail'>>> = {
  quote: { code: 'MALFORMED_JSON', detail: 'is not CSV: a quoted cell ends in the middle, or never' },
  too_long: { code: 'TOO_LARGE', detail: `must be at most ${EVENT_LIMITS.eventBytes} characters` },
  too_many_cells: { code: 'TOO_LARGE', detail: 'has more cells than a file may have columns' },
};

const broken = (code: Refusal['code'], detail: string) => ({ text: '', fault: { code, detail, pointer: '' } });
