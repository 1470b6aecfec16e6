import { allWritten } from './send-rows';

describe('allWritten', () => {
  it.each([
    ['as many as sent', { written_rows: '10', read_rows: '10' }, true],
    ['more, because views wrote too', { written_rows: '30', read_rows: '10' }, true],
    ['as many, reads not told', { written_rows: '10', read_rows: '0' }, true],
    ['fewer', { written_rows: '9', read_rows: '9' }, false],
    ['enough only with the rows of views', { written_rows: '12', read_rows: '6' }, false],
    ['nothing told', {}, false],
    ['no summary', undefined, false],
  ])('sees %s', (_, summary, answer) => {
    expect(allWritten(summary, 10)).toBe(answer);
  });
});
