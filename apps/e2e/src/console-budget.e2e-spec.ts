import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const PAGE = path.resolve(__dirname, '../../console-web/dist');
const FIRST_LOAD_BYTES = 250_000;
/** What a page adds when it is opened first, charts apart. */
const PAGE_BYTES = 120_000;

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly src?: string;
}

const manifest = () =>
  JSON.parse(readFileSync(path.join(PAGE, '.vite/manifest.json'), 'utf8')) as Readonly<Record<string, Chunk>>;

/** Scripts and styles that come with a chunk before anything of it is shown. */
function filesOf(chunks: Readonly<Record<string, Chunk>>, key: string, seen = new Set<string>()): Set<string> {
  const chunk = chunks[key]!;
  if (seen.has(chunk.file)) return seen;
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file);
  for (const next of chunk.imports ?? []) filesOf(chunks, next, seen);
  return seen;
}

const sizeOf = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(path.join(PAGE, file)), { level: 9 }).length, 0);

describe('the page that was built', () => {
  const chunks = manifest();
  const [entry] = Object.entries(chunks).find(([, chunk]) => chunk.isEntry)!;
  const first = filesOf(chunks, entry);

  it(`is there with at most ${FIRST_LOAD_BYTES / 1_000} kB`, () => {
    const bytes = sizeOf(first);
    process.stdout.write(`first load: ${(bytes / 1_000).toFixed(1)} kB gzip\n`);
    expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
  });

  it('brings the charts only when a page wants them', () => {
    expect([...first].filter((file) => /charts/.test(file))).toEqual([]);
    expect(Object.values(chunks).some(({ file }) => /charts/.test(file))).toBe(true);
  });

  it(`adds at most ${PAGE_BYTES / 1_000} kB for any one of its pages`, () => {
    const pages = Object.entries(chunks).filter(
      ([, { isDynamicEntry, src }]) => isDynamicEntry && /-page\.tsx$/.test(src ?? ''),
    );
    expect(pages.length).toBeGreaterThan(4);
    const heavy = pages
      .map(([key, { src }]) => ({ src, bytes: sizeOf([...filesOf(chunks, key)].filter((file) => !first.has(file))) }))
      .filter(({ bytes }) => bytes > PAGE_BYTES);
    expect(heavy).toEqual([]);
  });
});
