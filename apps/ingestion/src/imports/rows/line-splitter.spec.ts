import { LineSplitter } from './line-splitter';

function split(bytes: Buffer, piece = bytes.length, longest = 5) {
  const splitter = new LineSplitter(longest);
  const lines = [];
  for (let at = 0; at < bytes.length; at += piece) lines.push(...splitter.push(bytes.subarray(at, at + piece)));
  return [...lines, ...splitter.end()].map(({ line, bytes: own }) => [line, own?.toString()]);
}

describe('lines of a file', () => {
  it.each([1, 2, 5, 100])('are the same in pieces of %i bytes', (piece) => {
    const bytes = Buffer.from('\ufeffone\r\n\ntwo\nё\nfives\r\nsixsix\nend');
    expect(split(bytes, piece)).toEqual([
      [1, 'one'],
      [2, ''],
      [3, 'two'],
      [4, 'ё'],
      [5, 'fives'],
      [6, undefined],
      [7, 'end'],
    ]);
  });

  it('hold no more than one line may have', () => {
    const splitter = new LineSplitter(10);
    const chunk = Buffer.alloc(1_024 * 1_024, 'x');
    for (let count = 0; count < 50; count += 1) expect(splitter.push(chunk)).toEqual([]);
    expect(JSON.stringify(splitter).length).toBeLessThan(200);
    expect(splitter.push(Buffer.from('\nok\n'))).toMatchObject([{ line: 1, bytes: undefined }, { line: 2 }]);
  });

  it('of nothing are none', () => expect(split(Buffer.alloc(0), 1)).toEqual([]));
});
