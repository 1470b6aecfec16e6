import { errorFieldsOf, message, rowOf, takeMessages, uint32 } from './messages';

describe("PostgreSQL's messages", () => {
  it('are taken whole, however the bytes arrive', () => {
    const bytes = Buffer.concat([message('C', 'CREATE DATABASE'), message('Z', Buffer.from('I'))]);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const first = takeMessages(bytes.subarray(0, cut));
      const second = takeMessages(Buffer.concat([first.rest, bytes.subarray(cut)]));
      const types = [...first.messages, ...second.messages].map(({ type }) => type);
      expect(types.join('')).toBe('CZ');
      expect(second.rest).toHaveLength(0);
    }
  });

  it('are refused when they claim a length no server sends', () => {
    expect(() => takeMessages(Buffer.from('HTTP/1.1 400 Bad Request'))).toThrow(RangeError);
  });

  it('carry rows with texts and nulls, and errors with fields', () => {
    const row = Buffer.concat([
      Buffer.from([0, 2]),
      uint32(2),
      Buffer.from('hé'.slice(0, 1) + 'i'),
      uint32(0xffffffff),
    ]);
    expect(rowOf(row)).toEqual(['hi', null]);
    expect(errorFieldsOf(Buffer.from('SERROR\0C42P04\0Mit exists\0\0'))).toEqual({
      S: 'ERROR',
      C: '42P04',
      M: 'it exists',
    });
  });
});
