import { isUtf8 } from 'node:buffer';
import { EVENT_LIMITS } from '@analytics/contracts';
import { type Refusal, strictJson } from '@analytics/domain';
import type { ImportRow, ImportRows } from './import-row';
import { type Line, LineSplitter } from './line-splitter';

/** What a reader knows of its file. */
export interface FileFacts {
  readonly contentBytes: number;
  /** Rows that are settled already: they are passed over. */
  readonly after: number;
}

const JSON_LIMITS = { depth: EVENT_LIMITS.depth, items: 0 };

/** One event a line. */
export async function* ndjsonRows(content: AsyncIterable<Buffer>, { contentBytes, after }: FileFacts): ImportRows {
  const splitter = new LineSplitter(EVENT_LIMITS.eventBytes);
  let row = 0;
  let read = 0;
  const rowsOf = (lines: readonly Line[], bytes: number): ImportRow[] =>
    lines.flatMap((line, index) => {
      if (line.bytes !== undefined && isBlank(line.bytes)) return [];
      row += 1;
      if (row <= after) return [];
      const progress = share(read + (bytes * (index + 1)) / lines.length, contentBytes);
      return [{ row, line: line.line, progress, ...eventOf(line) }];
    });
  for await (const chunk of content) {
    yield rowsOf(splitter.push(chunk), chunk.length);
    read += chunk.length;
  }
  yield rowsOf(splitter.end(), 0);
}

export const share = (part: number, whole: number): number => (whole === 0 ? 1 : Math.min(1, part / whole));

function eventOf({ bytes }: Line): Pick<ImportRow, 'text' | 'event' | 'fault'> {
  if (bytes === undefined) return broken('TOO_LARGE', `must be at most ${EVENT_LIMITS.eventBytes} bytes`);
  if (!isUtf8(bytes)) return broken('ENCODING', 'must be UTF-8');
  const text = bytes.toString('utf8').trim();
  const read = strictJson(text, JSON_LIMITS);
  if (!read.ok) return broken('MALFORMED_JSON', 'is not JSON');
  const { batch, items } = read.value;
  if (batch) return broken('NOT_CLOUDEVENT', 'a line is one event, not an array');
  const { value, fault } = items[0]!;
  return { text, event: value, ...(fault && { fault }) };
}

const broken = (code: Refusal['code'], detail: string) => ({ text: '', fault: { code, detail, pointer: '' } });

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x09);
