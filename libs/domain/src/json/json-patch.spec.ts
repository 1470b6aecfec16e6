import { applyPatch, type JsonPatch, jsonPatchOf, patchCovers, PatchInvalid, PatchNotApplicable } from './json-patch';

const patched = (document: unknown, ...steps: unknown[]): unknown => applyPatch(document, jsonPatchOf(steps));

describe('a JSON patch', () => {
  // Appendix A of RFC 6902, by its numbers.
  it.each<[string, unknown, unknown[], unknown]>([
    ['A.1 adds a member', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
    [
      'A.2 adds an element',
      { foo: ['bar', 'baz'] },
      [{ op: 'add', path: '/foo/1', value: 'qux' }],
      { foo: ['bar', 'qux', 'baz'] },
    ],
    ['A.3 removes a member', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
    [
      'A.4 removes an element',
      { foo: ['bar', 'qux', 'baz'] },
      [{ op: 'remove', path: '/foo/1' }],
      { foo: ['bar', 'baz'] },
    ],
    [
      'A.5 replaces a value',
      { baz: 'qux', foo: 'bar' },
      [{ op: 'replace', path: '/baz', value: 'boo' }],
      { baz: 'boo', foo: 'bar' },
    ],
    [
      'A.6 moves a value',
      { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
      [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
      { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
    ],
    [
      'A.7 moves an element',
      { foo: ['all', 'grass', 'cows', 'eat'] },
      [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
      { foo: ['all', 'cows', 'eat', 'grass'] },
    ],
    [
      'A.8 tests values',
      { baz: 'qux', foo: ['a', 2, 'c'] },
      [
        { op: 'test', path: '/baz', value: 'qux' },
        { op: 'test', path: '/foo/1', value: 2 },
      ],
      { baz: 'qux', foo: ['a', 2, 'c'] },
    ],
    [
      'A.10 adds a nested object',
      { foo: 'bar' },
      [{ op: 'add', path: '/child', value: { grandchild: {} } }],
      { foo: 'bar', child: { grandchild: {} } },
    ],
    [
      'A.11 ignores members it does not know',
      { foo: 'bar' },
      [{ op: 'add', path: '/baz', value: 'qux', xyz: 123 }],
      { foo: 'bar', baz: 'qux' },
    ],
    ['A.14 orders the escapes', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
    [
      'A.16 adds at the end of an array',
      { foo: ['bar'] },
      [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }],
      { foo: ['bar', ['abc', 'def']] },
    ],
    ['replaces the whole', { foo: 1 }, [{ op: 'replace', path: '', value: [1] }], [1]],
    ['copies', { a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
    [
      'compares objects whatever the order of their members',
      { a: { b: 1, c: [2] } },
      [{ op: 'test', path: '/a', value: { c: [2], b: 1 } }],
      { a: { b: 1, c: [2] } },
    ],
    ['takes null for a value', { a: 1 }, [{ op: 'replace', path: '/a', value: null }], { a: null }],
  ])('%s', (_, document, steps, expected) => {
    const before = structuredClone(document);
    expect(patched(document, ...steps)).toEqual(expected);
    expect(document).toEqual(before);
  });

  it.each<[string, unknown, unknown[]]>([
    ['A.9 a test that fails', { baz: 'qux' }, [{ op: 'test', path: '/baz', value: 'bar' }]],
    ['A.12 a parent that is not there', { foo: 'bar' }, [{ op: 'add', path: '/baz/bat', value: 'qux' }]],
    ['A.15 a text that looks like the number', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: '10' }]],
    ['a removal of what is not there', {}, [{ op: 'remove', path: '/a' }]],
    ['a replacement of what is not there', {}, [{ op: 'replace', path: '/a', value: 1 }]],
    ['an index beyond the array', { a: [1] }, [{ op: 'add', path: '/a/2', value: 1 }]],
    ['an index with a leading zero', { a: [1, 2] }, [{ op: 'replace', path: '/a/01', value: 1 }]],
    ['the end of an array as what is there', { a: [1] }, [{ op: 'remove', path: '/a/-' }]],
    ['a move into itself', { a: { b: 1 } }, [{ op: 'move', from: '/a', path: '/a/b' }]],
    ['a member of a text', { a: 'text' }, [{ op: 'replace', path: '/a/length', value: 1 }]],
    ['a member that only the language knows', {}, [{ op: 'test', path: '/toString', value: 1 }]],
  ])('does not apply: %s', (_, document, steps) => {
    const before = structuredClone(document);
    expect(() => patched(document, { op: 'add', path: '/first', value: 1 }, ...steps)).toThrow(PatchNotApplicable);
    expect(document).toEqual(before);
  });

  it.each<[string, unknown]>([
    ['A.13 an operation that is none', { op: 'transmogrify', path: '/baz' }],
    ['no path', { op: 'remove' }],
    ['a path that is no pointer', { op: 'remove', path: 'baz' }],
    ['a wrong escape', { op: 'remove', path: '/a~2' }],
    ['no value', { op: 'add', path: '/a' }],
    ['no from', { op: 'move', path: '/a' }],
    ['no object', 'remove'],
    ['null', null],
    ['__proto__', { op: 'add', path: '/__proto__/polluted', value: true }],
    ['constructor', { op: 'add', path: '/constructor/prototype/polluted', value: true }],
    ['__proto__ to copy from', { op: 'copy', from: '/__proto__', path: '/a' }],
  ])('is refused whatever it is for: %s', (_, step) => {
    expect(() => jsonPatchOf([step])).toThrow(PatchInvalid);
  });

  it('pollutes nothing by a value that names __proto__', () => {
    const value = JSON.parse('{"__proto__":{"polluted":true}}') as unknown;
    const after = patched({}, { op: 'add', path: '/a', value });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect((after as { a: Record<string, unknown> }).a['polluted']).toBeUndefined();
  });

  it('keeps a formula as the text it is', () => {
    expect(patched({}, { op: 'add', path: '/a', value: '=1+1' })).toEqual({ a: '=1+1' });
  });

  it('tells what it writes anew', () => {
    const patch: JsonPatch = [
      { op: 'replace', path: '/data/price', value: 1 },
      { op: 'test', path: '/data/other', value: 1 },
    ];
    const asked = ['/data/price', '/data/price/0', '/data/prices', '/data/other', '/data'];
    expect(asked.map((pointer) => patchCovers(patch, pointer))).toEqual([true, true, false, false, false]);
  });
});
