import fc from 'fast-check';
import { strictJson, strictValue } from './strict-json';

const limits = { depth: 5, items: 1_000 };
const judged = (text: string) => {
  const answer = strictJson(text, limits);
  return answer.ok ? answer.value.items.map(({ fault }) => fault) : answer.refusal.code;
};
const nested = (levels: number) => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;

describe('strict JSON', () => {
  it.each([
    ['{"a":1,"a":2}', 'MALFORMED_JSON', '/a'],
    ['{"a":1,"\\u0061":2}', 'MALFORMED_JSON', '/a'],
    ['{"b":{"x":[1,{"a/b":1,"a/b":2}]}}', 'MALFORMED_JSON', '/b/x/1/a~1b'],
    ['{"data":{"__proto__":{"polluted":1}}}', 'MALFORMED_JSON', '/data/__proto__'],
    ['{"data":{"\\u005f_proto__":1}}', 'MALFORMED_JSON', '/data/__proto__'],
    ['{"constructor":{"prototype":{}}}', 'MALFORMED_JSON', '/constructor/prototype'],
    ['{"a":"x\\u0000y"}', 'ENCODING', '/a'],
    ['{"a":"\\ud800"}', 'ENCODING', '/a'],
    ['{"a":"\\udc00\\ud800"}', 'ENCODING', '/a'],
    ['{"a":"\ud800"}', 'ENCODING', '/a'],
    ['{"a":[{"x\\ud800":1}]}', 'ENCODING', '/a/0/x\ud800'],
    ['{"a":9007199254740992}', 'NUMBER_OUT_OF_RANGE', '/a'],
    ['{"a":[0,-9007199254740993]}', 'NUMBER_OUT_OF_RANGE', '/a/1'],
    ['{"a":1e400}', 'NUMBER_OUT_OF_RANGE', '/a'],
    ['{"a":-1E+400}', 'NUMBER_OUT_OF_RANGE', '/a'],
    ['{"a":1e-400}', 'NUMBER_OUT_OF_RANGE', '/a'],
    ['{"a":123456789012345678.5}', 'NUMBER_OUT_OF_RANGE', '/a'],
    [nested(6), 'TOO_DEEP', '/a/a/a/a/a'],
    ['{"a":[[[[[]]]]]}', 'TOO_DEEP', '/a/0/0/0/0'],
  ])('refuses %s as %s at %s', (text, code, pointer) => {
    expect(judged(text)).toMatchObject([{ code, pointer }]);
    expect(strictValue(text, limits.depth)).toMatchObject({ ok: false, refusal: { code, pointer } });
  });

  it.each([
    '{"a":9007199254740991,"b":-9007199254740991,"c":0.1234567890123456789,"d":-0.0,"e":0e10,"f":1.5e3}',
    '{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":1}]}',
    '{"a":"\\ud83d\\ude00 😀 \\\\","b\\"":"\\"","":0}',
    '{"constructor":"builder","prototype":1}',
    nested(5),
    ' {"a" : [ true , false , null ] } ',
  ])('takes %s', (text) => {
    expect(judged(text)).toEqual([undefined]);
    expect(strictValue(text, limits.depth)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it.each([
    '',
    '{',
    '{"a":1}x',
    '[1,]',
    '{"a":NaN}',
    '{"a":Infinity}',
    '{a:1}',
    "{'a':1}",
    '"a\u0000"',
    '\u0000',
    '01',
    '{}{}',
  ])('is no JSON as a whole: %j', (text) => {
    expect(judged(text)).toBe('MALFORMED_JSON');
  });

  it('judges each value of an array alone, and counts its depth from itself', () => {
    const texts = ['{"a":1}', '{"a":1,"a":1}', nested(5), nested(6), '[[]]', '7', '{"a":1e999}', '{"ok":"]},["}'];
    const answer = strictJson(` [ ${texts.join(' ,\n')} ] `, limits);
    if (!answer.ok) throw new Error('was refused');
    expect(answer.value.batch).toBe(true);
    expect(answer.value.items.map(({ text }) => text)).toEqual(texts);
    const codes = [
      undefined,
      'MALFORMED_JSON',
      undefined,
      'TOO_DEEP',
      undefined,
      undefined,
      'NUMBER_OUT_OF_RANGE',
      undefined,
    ];
    expect(answer.value.items.map(({ fault }) => fault?.code)).toEqual(codes);
  });

  it('does not fall over 100 000 levels', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(judged(`{"a":${deep},"b":"\\u0000"}`)).toMatchObject([{ code: 'TOO_DEEP', pointer: '/a/0/0/0/0' }]);
    expect(judged(`[{"a":${deep}},{"b":1}]`)).toMatchObject([{ code: 'TOO_DEEP' }, undefined]);
  });

  it('only counts a longer array than was asked for', () => {
    const answer = strictJson(JSON.stringify(Array.from({ length: 1_001 }, (_, i) => i)), limits);
    expect(answer).toEqual({ ok: true, value: { batch: true, count: 1_001, items: [] } });
  });

  it('leaves no trace of a prototype', () => {
    judged('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('takes every value that JSON can hold, as it was written', () => {
    const exact = fc.oneof(
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, min: -1e15, max: 1e15 }).map((n) => (Math.abs(n) < 1e-300 ? 0 : n)),
    );
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        exact,
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('value'), { maxLength: 4 }),
      object: fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 4 }),
    })).value;
    const clean = tree.filter((value) => !/__proto__|\\u0000|prototype/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(fc.array(clean, { maxLength: 5 }), fc.constantFrom(undefined, 1, '\t'), (values, space) => {
        const text = JSON.stringify(values, null, space);
        const answer = strictJson(text, { depth: 20, items: 10 });
        expect(answer.ok && answer.value.items.map(({ value, fault }) => [value, fault])).toEqual(
          (JSON.parse(text) as unknown[]).map((value) => [value, undefined]),
        );
        expect(answer.ok && answer.value.items.map(({ text: own }) => JSON.parse(own) as unknown)).toEqual(
          JSON.parse(text),
        );
      }),
    );
  });

  it('agrees with JSON.parse on what JSON is', () => {
    const parts = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '1',
      '-',
      '0',
      '.5',
      'e9',
      'true',
      'null',
      ' ',
      '\\',
      '\\u',
      '00e9',
    );
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 12 }).map((list) => list.join('')),
        (text) => {
          let grammatical = true;
          try {
            JSON.parse(text);
          } catch {
            grammatical = false;
          }
          expect(strictJson(text, limits).ok).toBe(grammatical);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('finds a name given twice wherever it is', () => {
    const name = fc
      .string({ unit: 'grapheme', maxLength: 6 })
      .filter((text) => text !== '__proto__' && !text.includes('\0'));
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 30 }), fc.nat(), (names, pick) => {
        const members = names.map((each) => `${JSON.stringify(each)}:{}`);
        const doubled = [...members, members[pick % members.length]];
        expect(judged(`{${members.join()}}`)).toEqual([undefined]);
        expect(judged(`{${doubled.join()}}`)).toMatchObject([{ code: 'MALFORMED_JSON' }]);
      }),
    );
  });
});
