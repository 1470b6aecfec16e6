import fc from 'fast-check';
import { CsvRecords } from './csv-records';

const LIMITS = { delimiter: ',', characters: 1_000, cells: 10 };

function read(text: string, { limits = LIMITS, piece = text.length || 1 } = {}) {
  const records = new CsvRecords(limits);
  const found = [];
  for (let at = 0; at < text.length; at += piece) found.push(...records.push(text.slice(at, at + piece)));
  return [...found, ...records.end()];
}

describe('records of a CSV file', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a\n\n\r\nb\n', [['a'], ['b']]],
    ['"a,1","b\nc","d""e","",x\n', [['a,1', 'b\nc', 'd"e', '', 'x']]],
    ['"a"\r\n"b"', [['a'], ['b']]],
    ['""\n', [['']]],
    [',\n', [['', '']]],
    ['a "quoted" word,5" disk\n', [['a "quoted" word', '5" disk']]],
    ['"""",""""""\n', [['"', '""']]],
    ['"a\r\nb",c\r\n', [['a\r\nb', 'c']]],
    ['Ёлка,😀\n', [['Ёлка', '😀']]],
  ])('of %j are %j, in however many pieces it comes', (text, expected) => {
    for (const piece of [1, 2, 3, text.length]) {
      expect(read(text, { piece }).map(({ cells }) => cells)).toEqual(expected);
    }
  });

  it('know the line they begin in, whatever lines a cell has', () => {
    expect(read('h\n"1\n2\n3"\n\nx\n').map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  it.each([
    ['"a"b,c\nok\n', 'quote'],
    ['a,b,c,d,e,f,g,h,i,j,k\nok\n', 'too_many_cells'],
    [`${'x'.repeat(1_001)}\nok\n`, 'too_long'],
  ])('that cannot be read spoil no other: %j', (text, fault) => {
    for (const piece of [1, 7, text.length]) {
      expect(read(text, { piece })).toMatchObject([
        { line: 1, cells: [], fault },
        { line: 2, cells: ['ok'] },
      ]);
    }
  });

  it('say that a quote never ended', () => {
    expect(read('a\n"b\nc\n')).toMatchObject([{ cells: ['a'] }, { line: 2, fault: 'quote' }]);
  });

  it('may have another delimiter', () => {
    expect(read('a;"b;c"\n', { limits: { ...LIMITS, delimiter: ';' } })[0]!.cells).toEqual(['a', 'b;c']);
  });

  it('give back what was written by the rules', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'ё', ' '), maxLength: 6 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    const written = (rows: string[][]) =>
      rows.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\r\n');
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, piece) => {
        expect(read(written(rows), { piece }).map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });
});
