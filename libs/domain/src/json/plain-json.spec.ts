import fc from 'fast-check';
import { JsonScan, traitsOf } from './json-scan';
import { isUnbent, plainSpan } from './plain-json';

const DEPTH = 4;

/** JSON as senders write it, and as they should not: names given twice, names of prototypes, numbers a double cannot hold. */
const names = fc.constantFrom('a', 'b', 'data', '__proto__', 'prototype', 'constructor', 'имя', '');
const spaces = fc.constantFrom('', ' ', '\n\t');
const numbers = fc.constantFrom(
  ...[
    '0',
    '-0',
    '1',
    '1.5',
    '9007199254740991',
    '9007199254740993',
    '-9007199254740993',
    '1e5',
    '1e400',
    '1e-400',
    '0e9',
  ],
  ...['12345678901234567890', '0.1', '-0.0', '4503599627370497.5'],
);
const texts = fc
  .constantFrom('', 'x', '{', '}', '[', ']', ',', ':', 'a":1', '😀', 'строка')
  .map((text) => JSON.stringify(text));
const leaves = fc.oneof(numbers, texts, fc.constantFrom('true', 'false', 'null'));
const { value: json } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    fc
      .tuple(fc.array(tie('value'), { maxLength: 4 }), spaces)
      .map(([items, gap]) => `[${items.join(`${gap},${gap}`)}]`),
    fc
      .tuple(fc.array(fc.tuple(names, tie('value')), { maxLength: 4 }), spaces)
      .map(([members, gap]) => `{${members.map(([name, member]) => `"${name}"${gap}:${member}`).join(`,${gap}`)}}`),
  ),
}));

describe('the quick look at JSON', () => {
  it('never calls a text straight that the exact one finds a fault in, and ends where that one ends', () => {
    fc.assert(
      fc.property(json, spaces, (text, after) => {
        const whole = `${text}${after}`;
        fc.pre(!whole.includes('\\'));
        const scan = new JsonScan(whole, 0, DEPTH, traitsOf(whole));
        const end = scan.run();
        const span = plainSpan(whole, 0);
        expect(span.end).toBe(end);
        if (isUnbent(JSON.parse(whole), span.quotes, DEPTH, text)) expect(scan.fault).toBeUndefined();
      }),
      { numRuns: 5_000 },
    );
  });

  it('is enough for what senders usually write', () => {
    const event = { id: '1', data: { price: 49_900, on: true, tags: ['a', 'b'], none: null, share: 0.25 } };
    const text = JSON.stringify(event);
    expect(isUnbent(event, plainSpan(text, 0).quotes, DEPTH, text)).toBe(true);
  });
});
