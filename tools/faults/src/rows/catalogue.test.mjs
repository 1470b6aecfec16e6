import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../places.mjs';
import { GROUPS, ROWS } from './catalogue.mjs';

describe('the fault matrix', () => {
  it('has each of its 51 rows once', () => {
    assert.deepEqual(
      ROWS.map(({ id }) => id),
      Array.from({ length: 51 }, (_, at) => `F${at + 1}`),
    );
  });
  it('says of each row what it is and how it is run, or why it is not', () => {
    for (const { id, title, group, inject, specs, soakMinutes, missing } of ROWS) {
      assert.ok(title?.length > 10 && GROUPS.includes(group), id);
      assert.ok(
        [inject, specs, soakMinutes, missing].some((means) => means !== undefined),
        id,
      );
    }
  });
  it('has a smoke subset of ten rows or more', () => {
    assert.ok(ROWS.filter(({ smoke }) => smoke).length >= 10);
  });
  it('names specs that are there, by words that stand in them', () => {
    for (const { id, specs = [] } of ROWS) {
      for (const { file, name } of specs) {
        const place = path.join(ROOT, file);
        assert.ok(existsSync(place), `${id}: ${file}`);
        const text = readFileSync(place, 'utf8');
        const words = name.replace(/^whose server /, '');
        assert.ok(text.includes(words), `${id}: "${words}" in ${file}`);
      }
    }
  });
});
