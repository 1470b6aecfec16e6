import type { Violation } from '@analytics/domain';
import { SchemaCounts } from './schema-counts';

describe('counts of properties nobody described', () => {
  it('are told once, by type and name, and again when they could not be written down', () => {
    const counts = new SchemaCounts();
    counts.addUnknown('a', ['colour', 'size']);
    counts.addUnknown('a', ['colour']);
    counts.addUnknown('b', ['colour']);
    const taken = counts.takeUnknown();
    expect(taken).toEqual([
      { type: 'a', name: 'colour', count: 2 },
      { type: 'a', name: 'size', count: 1 },
      { type: 'b', name: 'colour', count: 1 },
    ]);
    expect(counts.takeUnknown()).toEqual([]);
    counts.addUnknown('a', ['colour']);
    counts.giveBackUnknown(taken);
    expect(counts.takeUnknown()[0]).toEqual({ type: 'a', name: 'colour', count: 3 });
  });

  it('are kept of a hundred names a type, and of none that is long or an address', () => {
    const counts = new SchemaCounts();
    counts.addUnknown('a', ['x'.repeat(65), 'anna@example.org']);
    expect(counts.takeUnknown()).toEqual([]);
    for (let at = 0; at < 500; at += 1) counts.addUnknown('a', [`name ${String.fromCharCode(97 + (at % 26))}${at}`]);
    expect(counts.takeUnknown()).toHaveLength(100);
  });
});

describe('counts of rules that accepted events break', () => {
  const known = { type: 'a', version: 3, mode: 'observe' as const };
  const broken = (rule: string, pointer: string): Violation => ({
    code: 'SCHEMA_VIOLATION',
    rule,
    pointer,
    detail: '',
  });

  it('are told by version, rule and place, all places of a list as one, and again when they could not be written down', () => {
    const counts = new SchemaCounts();
    counts.addViolation(known, broken('type', '/items/0/price'));
    counts.addViolation(known, broken('type', '/items/17/price'));
    counts.addViolation({ ...known, version: 4 }, broken('required', '/2d'));
    const taken = counts.takeViolations();
    expect(taken).toEqual([
      { type: 'a', version: 3, rule: 'type', pointer: '/data/items/*/price', count: 2 },
      { type: 'a', version: 4, rule: 'required', pointer: '/data/2d', count: 1 },
    ]);
    counts.addViolation(known, broken('type', '/items/1/price'));
    counts.giveBackViolations(taken);
    expect(counts.takeViolations()[0]).toMatchObject({ pointer: '/data/items/*/price', count: 3 });
  });

  it('are kept of a hundred places a type, and never with an address in them', () => {
    const counts = new SchemaCounts();
    counts.addViolation(known, broken('additionalProperties', '/friends/anna@example.org'));
    expect(counts.takeViolations()).toEqual([
      { type: 'a', version: 3, rule: 'additionalProperties', pointer: '/data', count: 1 },
    ]);
    for (let at = 0; at < 500; at += 1) {
      counts.addViolation(known, broken('type', `/of${String.fromCharCode(97 + (at % 26))}${at}x`));
    }
    expect(counts.takeViolations()).toHaveLength(100);
  });
});
