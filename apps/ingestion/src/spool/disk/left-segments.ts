import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { countFrames } from '../format/read-frames';
import { HEADER_BYTES, readHeader } from '../format/segment-header';
import { SpoolKeyUnknown } from '../spool-errors';
import { tellDamage } from '../spool.metrics';
import { isDamagedName, isSegmentName, Segment, setAside } from './segment';

export interface LeftBehind {
  readonly segments: Segment[];
  /** Files in which something was damaged; they count against the bound and are removed by people. */
  readonly damagedBytes: number;
}

/** What an earlier process left in the directory, oldest first. Nothing is judged yet: that happens when it is drained. */
export async function leftSegments(directory: string, masters: readonly Buffer[]): Promise<LeftBehind> {
  const names = (await readdir(directory)).sort();
  const segments: Segment[] = [];
  for (const name of names.filter(isSegmentName)) {
    const segment = await look(path.join(directory, name), masters);
    if (segment !== undefined) segments.push(segment);
  }
  const damaged = (await readdir(directory)).filter(isDamagedName).map((name) => stat(path.join(directory, name)));
  const damagedBytes = (await Promise.all(damaged)).reduce((sum, { size }) => sum + size, 0);
  return { segments, damagedBytes };
}

/** Undefined when the file holds nothing to drain: it is then gone, or set aside. */
async function look(file: string, masters: readonly Buffer[]): Promise<Segment | undefined> {
  const bytes = await readFile(file);
  const header = readHeader(bytes.subarray(0, HEADER_BYTES), masters);
  if (header === 'unknown key') throw new SpoolKeyUnknown(path.basename(file));
  if (header === 'torn' && bytes.length <= HEADER_BYTES) {
    // Cut off before its first record: there is nothing in it that anybody was told to be stored.
    await rm(file);
    return undefined;
  }
  if (header === 'torn' || header === 'damaged') {
    tellDamage(path.basename(file), countFrames(bytes.subarray(HEADER_BYTES)));
    await setAside(file);
    return undefined;
  }
  const segment = new Segment(file, header);
  segment.bytes = bytes.length;
  segment.records = countFrames(bytes.subarray(HEADER_BYTES));
  return segment;
}
