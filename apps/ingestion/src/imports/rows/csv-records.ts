/** Cells of one record of a CSV file; of a record that cannot be read, none. */
export interface CsvRecord {
  /** Line it begins in, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault?: 'quote' | 'too_long' | 'too_many_cells';
}

export interface CsvLimits {
  readonly delimiter: string;
  /** Most characters of a record. */
  readonly characters: number;
  readonly cells: number;
}

/** `closed`: behind a quote that ended a cell, or is the first of two; `ended`: behind the carriage return after it. */
type State = 'start' | 'plain' | 'quoted' | 'closed' | 'ended';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/**
 * RFC 4180 from text as it comes: quoted cells may hold delimiters, line ends and doubled quotes; lines end with LF or CRLF.
 * A quote inside an unquoted cell is a character like any other; behind a quoted cell nothing but its end may come.
 */
export class CsvRecords {
  private readonly delimiter: number;
  private state: State = 'start';
  private cells: string[] = [];
  private cell = '';
  private size = 0;
  private line = 1;
  private begun = 1;
  private quotedCells = false;
  private fault?: CsvRecord['fault'];

  constructor(private readonly limits: CsvLimits) {
    this.delimiter = limits.delimiter.charCodeAt(0);
  }

  push(text: string): CsvRecord[] {
    const records: CsvRecord[] = [];
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === LF) this.line += 1;
      if (this.state === 'quoted') {
        if (code !== QUOTE) continue;
        this.take(text, from, at);
        from = at + 1;
        this.state = 'closed';
      } else if (code === this.delimiter || code === LF) {
        this.take(text, from, at);
        from = at + 1;
        this.endCell(code === LF);
        if (code === LF) this.endRecord(records);
      } else if (code === QUOTE && this.opensQuotes(at === from)) {
        // Of a doubled quote the second one belongs to the cell.
        from = this.state === 'closed' ? at : at + 1;
        this.state = 'quoted';
        this.quotedCells = true;
      } else if (this.behindQuotes()) {
        if (code !== CR || this.state === 'ended') this.fault ??= 'quote';
        this.state = 'ended';
      } else this.state = 'plain';
    }
    this.take(text, from, text.length);
    return records;
  }

  /** What is left when no more comes. */
  end(): CsvRecord[] {
    const records: CsvRecord[] = [];
    if (this.state === 'quoted') this.fault ??= 'quote';
    if (this.size > 0 || this.cells.length > 0 || this.quotedCells) {
      this.endCell(true);
      this.line += 1;
      this.endRecord(records);
    }
    return records;
  }

  private opensQuotes(first: boolean): boolean {
    return this.state === 'closed' || (this.state === 'start' && first && this.cell === '');
  }

  private behindQuotes(): boolean {
    return this.state === 'closed' || this.state === 'ended';
  }

  private take(text: string, from: number, until: number): void {
    if (until <= from) return;
    this.size += until - from;
    if (this.size > this.limits.characters) this.fault ??= 'too_long';
    if (this.fault !== undefined) this.cell = '';
    else if (!this.behindQuotes()) this.cell += text.slice(from, until);
  }

  private endCell(last: boolean): void {
    const bare = this.state === 'start' || this.state === 'plain';
    this.cells.push(last && bare && this.cell.endsWith('\r') ? this.cell.slice(0, -1) : this.cell);
    if (this.cells.length > this.limits.cells) this.fault ??= 'too_many_cells';
    if (this.fault !== undefined) this.cells = [];
    this.cell = '';
    this.size += 1;
    this.state = 'start';
  }

  private endRecord(records: CsvRecord[]): void {
    const empty = this.cells.length === 1 && this.cells[0] === '' && !this.quotedCells;
    if (this.fault !== undefined) records.push({ line: this.begun, cells: [], fault: this.fault });
    else if (!empty) records.push({ line: this.begun, cells: this.cells });
    this.cells = [];
    this.size = 0;
    this.quotedCells = false;
    this.fault = undefined;
    this.begun = this.line;
  }
}
