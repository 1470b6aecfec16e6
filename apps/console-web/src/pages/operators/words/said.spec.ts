import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { toldIn } from './said';

const ROOT = resolve(__dirname, '../../../../../..');
const PLACES = [
  ...['libs/domain/src/events', 'libs/domain/src/json', 'libs/domain/src/schemas/validation'],
  ...['apps/ingestion/src/checks', 'apps/ingestion/src/intake', 'apps/stream-processor/src/warehouse'],
];
/** What a refusal says: the second argument of `refused` and `refuse`, a `detail`, a rule of a format. */
const SAID = /(?:refused?\(\s*'[A-Z_]+',|detail:|: (?=['`]must ))\s*(['`])((?:(?!\1)[^\\]|\\.)+)\1/g;

const sourcesOf = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/spec\.ts$|fixture/.test(name))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'));

const sentences = PLACES.flatMap(sourcesOf).flatMap((source) =>
  [...source.matchAll(SAID)].map(([, , said]) => said!.replace(/\$\{[^}]*\}/g, '17')),
);

describe('what is wrong with an event', () => {
  it('is found in the sources that say it', () => {
    expect(sentences.length).toBeGreaterThan(25);
    expect(sentences).toContain('no schema is registered for this type');
  });

  it.each([...new Set(sentences)])('is told in Russian: %s', (said) => {
    expect(toldIn('ru', said)).toMatch(/[а-я]/);
  });

  it.each([
    ['must be one of: windows, macos', 'должно быть одним из: windows, macos'],
    ['must be at most 90 days old; older events come in as an import', 'должно быть не старше 90 дн.'],
    ['must NOT have more than 64 characters', 'должно быть не длиннее 64 символов'],
    ['must be >= 0', 'должно быть не меньше 0'],
    ['must be string or null', 'должно быть string or null'],
    ['must be $& or "x$1"', 'должно быть $& or "x$1"'],
  ])('keeps what differs: %s', (said, russian) => {
    expect(toldIn('ru', said)).toContain(russian);
  });

  it('stays as it was said in English, and where nobody has put it into Russian', () => {
    expect(toldIn('en', 'is required')).toBe('is required');
    expect(toldIn('ru', 'rests on three legs')).toBe('rests on three legs');
  });
});
