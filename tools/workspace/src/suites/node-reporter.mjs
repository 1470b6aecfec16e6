// Reporter of node:test: one line per file, failures in full, counts as JSON for the closing line.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';

const relative = (file) => (file === undefined ? '(no file)' : path.relative(process.cwd(), file));

export default async function* report(source) {
  const files = new Map();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of source) {
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isSuite = data.details?.type === 'suite';
    // A suite fails with its tests; only one whose own hook failed counts by itself.
    if (isSuite && (type === 'test:pass' || data.details.error?.failureType === 'subtestsFailed')) continue;
    const outcome =
      data.skip !== undefined || data.todo !== undefined ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed';
    counts[outcome] += 1;
    const file = relative(data.file);
    const known = files.get(file) ?? { passed: 0, failed: 0, skipped: 0 };
    known[outcome] += 1;
    files.set(file, known);
    if (outcome === 'failed') {
      yield `FAIL  ${file}: ${data.name}\n${inspect(data.details?.error?.cause ?? data.details?.error)}\n`;
    }
  }
  for (const [file, { passed, failed, skipped }] of files) {
    yield `${failed > 0 ? 'FAIL' : 'pass'}  ${file}  (${passed} passed${failed > 0 ? `, ${failed} failed` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''})\n`;
  }
  const output = process.env['TEST_TOTALS_FILE'];
  if (output) writeFileSync(output, JSON.stringify(counts));
}
